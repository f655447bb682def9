package io.github.lo2.plan;

import io.github.lo2.failure.Precondition;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The forms that values of parameters have; where a text has another, the message says what is expected. */
final class ParameterForms {
    /** What a JVM puts in the place of bytes that are no text in its encoding. */
    private static final char UNREADABLE = '\uFFFD';

    private static final double MOST_BACKGROUND = 0.1;

    private ParameterForms() {}

    /** One of the constants, in lower case. */
    static <E extends Enum<E>> Function<String, E> word(E[] allowed) {
        return text -> Arrays.stream(allowed)
                .filter(constant -> wordOf(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        Arrays.stream(allowed).map(ParameterForms::wordOf).collect(Collectors.joining(" or "))));
    }

    /** A whole number between two bounds, both included. */
    static Function<String, Integer> whole(int min, int max) {
        return text -> {
            if (text.matches("\\d{1,6}") && Integer.parseInt(text) >= min && Integer.parseInt(text) <= max) {
                return Integer.parseInt(text);
            }
            throw new IllegalArgumentException("a whole number from %s to %s".formatted(min, max));
        };
    }

    /** Whole seconds, or nothing for what is to last until it is steady. */
    static Optional<Duration> warmup(String text) {
        if (text.equals("steady")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Duration.ofSeconds(whole(0, 3_600).apply(text)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("steady, or " + e.getMessage(), e);
        }
    }

    /** A share of normal traffic. */
    static double background(String text) {
        if (text.matches("0(\\.\\d{1,6})?") && Double.parseDouble(text) <= MOST_BACKGROUND) {
            return Double.parseDouble(text);
        }
        throw new IllegalArgumentException("a share from 0 to %s, such as 0.02".formatted(MOST_BACKGROUND));
    }

    /** Requests a second, or nothing. */
    static OptionalDouble rate(String text) {
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        if (text.matches("\\d{1,5}(\\.\\d{1,3})?") && Double.parseDouble(text) > 0) {
            return OptionalDouble.of(Double.parseDouble(text));
        }
        throw new IllegalArgumentException("requests a second above 0 and below 100000, such as 60 or 2.5");
    }

    /** A whole number from 0, or none. */
    static OptionalInt number(String text) {
        return text.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(whole(0, 999_999).apply(text));
    }

    static OptionalLong seed(String text) {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a whole number of at most 63 bits, such as 42", e);
        }
    }

    static List<String> globs(String text) {
        List<String> items = items(text);
        if (items.isEmpty() && !text.isEmpty()) {
            throw new IllegalArgumentException("tags or globs, separated by commas, such as correct,*_pkce_*");
        }
        return items;
    }

    static Set<Format> formats(String text) {
        List<String> allowed = Arrays.stream(Format.values()).map(Format::word).toList();
        List<String> items = items(text);
        if (items.isEmpty() || !allowed.containsAll(items)) {
            throw new IllegalArgumentException(String.join(" or ", allowed) + ", or both, separated by a comma");
        }
        return Arrays.stream(Format.values())
                .filter(format -> items.contains(format.word()))
                .collect(Collectors.toUnmodifiableSet());
    }

    static String licence(String text) {
        if (!text.matches("[A-Za-z0-9][A-Za-z0-9.+-]*")) {
            throw new IllegalArgumentException("an identifier of SPDX's list, such as CC-BY-4.0 or CC0-1.0");
        }
        return text;
    }

    static Path path(String text) {
        try {
            if (text.indexOf(UNREADABLE) < 0) {
                return Path.of(text);
            }
        } catch (InvalidPathException e) {
            // A path that the file system knows, in an encoding that this JVM was not told.
        }
        throw new IllegalArgumentException(Precondition.ENCODING.line(System.getProperty("sun.jnu.encoding")));
    }

    static List<Path> paths(String text) {
        return items(text).stream().map(ParameterForms::path).toList();
    }

    /** What a form reads, or nothing. */
    static <T> Function<String, Optional<T>> optional(Function<String, T> form) {
        return text -> text.isEmpty() ? Optional.empty() : Optional.of(form.apply(text));
    }

    private static List<String> items(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private static String wordOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
