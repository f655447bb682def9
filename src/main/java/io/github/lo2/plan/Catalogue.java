package io.github.lo2.plan;

import java.net.URI;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The scenarios that the load knows, sorted by tag.
 *
 * @param entries one per tag
 * @param userClasses how many classes of users the load has; with fewer users some would never act
 */
public record Catalogue(List<Entry> entries, int userClasses) {

    private static final String ERRORS = "errors";
    private static final String FAULTS = "faults";
    private static final String ALL = "all";

    /**
     * A tag and where it stands.
     *
     * @param tag the tag
     * @param source file and line of its first task, or of its declaration, {@code file:/…?line=n}
     * @param share the share of the load's users that have a task of it
     * @param fault whether it is a fault of the stack, which no task of the load has
     */
    public record Entry(String tag, URI source, double share, boolean fault) {}

    public Catalogue {
        entries = entries.stream().sorted(Comparator.comparing(Entry::tag)).toList();
    }

    /**
     * Add faults of the stack.
     *
     * @throws ParameterException when the load has a tag of the same name
     */
    public Catalogue with(List<Entry> faults) {
        for (Entry fault : faults) {
            if (source(fault.tag()).isPresent()) {
                throw new ParameterException(
                        "fault '%s' has the name of a tag of the load; expected another name; nothing was started"
                                .formatted(fault.tag()));
            }
        }
        return new Catalogue(Stream.concat(entries.stream(), faults.stream()).toList(), userClasses);
    }

    /** Tell whether a tag is a fault of the stack. */
    boolean isFault(String tag) {
        return entries.stream().anyMatch(entry -> entry.fault() && entry.tag().equals(tag));
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
     * @param selection tags, globs with {@code *} and {@code ?}, {@code errors}, {@code faults} or {@code all}; empty:
     *     {@code errors}, the tags of the load
     * @throws ParameterException when an item of the selection matches no tag
     */
    Set<String> select(List<String> selection) {
        var selected = new LinkedHashSet<String>();
        for (String item : selection.isEmpty() ? List.of(ERRORS) : selection) {
            List<String> matches =
                    entries.stream().filter(named(item)).map(Entry::tag).toList();
            if (matches.isEmpty()) {
                throw new ParameterException(
                        "lo2.scenarios: '%s' matches no tag; expected errors, faults, all, tags or globs of: %s"
                                .formatted(
                                        item, entries.stream().map(Entry::tag).collect(Collectors.joining(", "))));
            }
            selected.addAll(matches);
        }
        return selected;
    }

    private static Predicate<Entry> named(String item) {
        return switch (item) {
            case ERRORS -> entry -> !entry.fault();
            case FAULTS -> Entry::fault;
            case ALL -> entry -> true;
            default -> {
                Pattern pattern = pattern(item);
                yield entry -> pattern.matcher(entry.tag()).matches();
            }
        };
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
