package io.github.lo2.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** On which level of the system a fault is. */
public enum FaultLevel {
    CODE,
    SERVICE,
    DATABASE,
    NETWORK,
    RESOURCE;

    /** Name it as files and tables do. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<FaultLevel> of(String word) {
        return Arrays.stream(values())
                .filter(level -> level.word().equals(word))
                .findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(FaultLevel::word).collect(Collectors.joining(", "));
    }
}
