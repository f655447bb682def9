package com.networknt.oauth.token;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Hold the words of a scope.
 *
 * @param words each word once, in the order in which they came
 */
public record Scope(Set<String> words) {
    /** Split a text at its blanks; no text is a scope without words. */
    public static Scope of(@Nullable String text) {
        return new Scope(Arrays.stream(text == null ? new String[0] : text.split("\\s+"))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    /** Tell whether every word of this scope is one of another. */
    public boolean isWithin(Scope other) {
        return other.words().containsAll(words);
    }

    /** Return the words, separated by blanks. */
    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
