package io.github.lo2.plan;

import java.net.URI;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The scenarios that the load knows, sorted by tag.
 *
 * @param entries one per tag
 * @param userClasses how many classes of users the load has; with fewer users some would never act
 */
public record Catalogue(List<Entry> entries, int userClasses) {

    /**
     * A tag and where it stands.
     *
     * @param tag the tag
     * @param source file and line of its first task, {@code file:/…?line=n}
     * @param share the share of the load's users that have a task of it
     */
    public record Entry(String tag, URI source, double share) {}

    public Catalogue {
        entries = entries.stream().sorted(Comparator.comparing(Entry::tag)).toList();
    }

    /** Look up where a tag stands; empty when the Locust files no longer have it. */
    public Optional<URI> source(String tag) {
        return entries.stream()
                .filter(entry -> entry.tag().equals(tag))
                .map(Entry::source)
                .findFirst();
    }

    /**
     * Find the tags that a selection names.
     *
     * @param selection tags or globs with {@code *} and {@code ?}; empty: all tags
     * @throws ParameterException when an item of the selection matches no tag
     */
    Set<String> select(List<String> selection) {
        var selected = new LinkedHashSet<String>();
        if (selection.isEmpty()) {
            entries.forEach(entry -> selected.add(entry.tag()));
        }
        for (String glob : selection) {
            Pattern pattern = pattern(glob);
            List<String> matches = entries.stream()
                    .map(Entry::tag)
                    .filter(tag -> pattern.matcher(tag).matches())
                    .toList();
            if (matches.isEmpty()) {
                throw new ParameterException("lo2.scenarios: '%s' matches no tag; expected tags or globs of: %s"
                        .formatted(glob, entries.stream().map(Entry::tag).collect(Collectors.joining(", "))));
            }
            selected.addAll(matches);
        }
        return selected;
    }

    private static Pattern pattern(String glob) {
        return Pattern.compile(glob.chars()
                .mapToObj(c -> switch (c) {
                    case '*' -> ".*";
                    case '?' -> ".";
                    default -> Pattern.quote(Character.toString(c));
                })
                .collect(Collectors.joining()));
    }
}
