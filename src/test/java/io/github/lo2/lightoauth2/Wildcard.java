package io.github.lo2.lightoauth2;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text in which {@code ...} stands for any text. */
final class Wildcard {
    private Wildcard() {}

    static Pattern of(String text) {
        return Pattern.compile(
                Arrays.stream(text.split("\\.\\.\\.", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
                Pattern.DOTALL);
    }
}
