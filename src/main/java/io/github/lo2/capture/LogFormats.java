package io.github.lo2.capture;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.lo2.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The forms of the log records of a stack's containers; read from a JSON file beside the Compose file, so that this suite
 * knows no system by name.
 *
 * <pre>
 * {
 *   "formats": [{             in the order in which they are tried; one that matched a container's last record goes first
 *     "name": "klog",         for messages
 *     "head": "…",            regular expression of what stands in a record's first line before the message
 *     "second_line": "…",     optional: of what stands before the message in its second line, where the head has two
 *     "levels": {"I": "INFO"} optional: what a level is called in the data set, others stay as written
 *   }],
 *   "foreign": ["…"]          optional: how lines begin that are no part of the record that they stand in
 * }
 * </pre>
 *
 * <p>An expression is matched from the line's start and need not match to its end. Its groups may be named {@code level},
 * {@code logger}, {@code method}, {@code thread}, {@code requestId} and {@code traceId}; an empty group is no value. Lines
 * are matched while the load runs, so an expression should be quick. Let a class of characters leave out the character that
 * follows it, as in {@code [^ ]* }: then there is one place where it can end. Where that is not possible, make its quantifier
 * possessive ({@code *+}); that is slower.
 */
public final class LogFormats {
    private static final Set<String> FIELDS = Set.of("level", "logger", "method", "thread", "requestId", "traceId");
    private static final Pattern GROUP = Pattern.compile("\\(\\?<([A-Za-z]\\w*)>");

    private final List<Format> formats;
    private final Pattern foreign;

    private LogFormats(List<Format> formats, Pattern foreign) {
        this.formats = List.copyOf(formats);
        this.foreign = foreign;
    }

    /** A form of records. */
    record Format(Expression head, @Nullable Expression secondLine) {}

    /** A regular expression with the names of its groups and of levels. */
    record Expression(Pattern pattern, Set<String> fields, Map<String, String> levels) {}

    private record FormatsFile(
            @Nullable List<FormatEntry> formats, @Nullable List<String> foreign) {}

    private record FormatEntry(
            @Nullable String name,
            @Nullable String head,
            @Nullable String secondLine,
            @Nullable Map<String, String> levels) {}

    /**
     * Read the formats of a project.
     *
     * @throws CaptureException when there is no such file, it has another form, or an expression of it is none
     */
    public static LogFormats read(Path file) {
        try {
            return of(Json.MAPPER.readValue(Files.readString(file), FormatsFile.class));
        } catch (JsonProcessingException e) {
            throw new CaptureException(
                    "%s is not a list of log formats: %s".formatted(file, e.getOriginalMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new CaptureException("%s is not a list of log formats: %s".formatted(file, message(e)), e);
        } catch (IOException e) {
            throw new CaptureException(
                    "%s cannot be read: %s; run from the folder that holds pom.xml".formatted(file, e.getMessage()), e);
        }
    }

    List<Format> formats() {
        return formats;
    }

    /** How foreign lines begin, all in one expression. */
    Pattern foreign() {
        return foreign;
    }

    private static LogFormats of(@Nullable FormatsFile file) {
        if (file == null || file.formats == null || file.formats.isEmpty()) {
            throw new IllegalArgumentException("it has no formats; give it at least one");
        }
        List<String> foreign = file.foreign == null ? List.of() : file.foreign;
        // Each by itself first, so that a message names the one that is wrong.
        foreign.forEach(Pattern::compile);
        String anyForeign = foreign.isEmpty()
                ? "(?!)"
                : foreign.stream().map("(?:%s)"::formatted).collect(Collectors.joining("|"));
        return new LogFormats(file.formats.stream().map(LogFormats::format).toList(), Pattern.compile(anyForeign));
    }

    private static Format format(FormatEntry entry) {
        if (entry.name == null || entry.head == null) {
            throw new IllegalArgumentException("a format has no name or no head; give it both");
        }
        Map<String, String> levels = entry.levels == null ? Map.of() : Map.copyOf(entry.levels);
        return new Format(
                expression(entry.name, entry.head, levels),
                entry.secondLine == null ? null : expression(entry.name, entry.secondLine, levels));
    }

    private static Expression expression(String name, String text, Map<String, String> levels) {
        Set<String> groups = new TreeSet<>();
        Matcher group = GROUP.matcher(text);
        while (group.find()) {
            groups.add(group.group(1));
        }
        for (String field : groups) {
            if (!FIELDS.contains(field)) {
                throw new IllegalArgumentException(
                        "format '%s' has a group named %s; name it one of %s, or leave the name out"
                                .formatted(name, field, String.join(", ", new TreeSet<>(FIELDS))));
            }
        }
        return new Expression(Pattern.compile(text), Set.copyOf(groups), levels);
    }

    /** Say it in one line: a wrong expression's message points into it from a second and third. */
    private static String message(IllegalArgumentException e) {
        return e instanceof PatternSyntaxException syntax
                ? "%s near character %s of %s"
                        .formatted(syntax.getDescription(), syntax.getIndex(), syntax.getPattern())
                : String.valueOf(e.getMessage());
    }
}
