package io.github.lo2.plan;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * A part of the time that a scenario is under load.
 *
 * @param kind what it is for
 * @param duration how long it is
 */
public record Phase(Kind kind, Duration duration) {

    /** What a phase is for; a scenario has each at most once, in this order. */
    public enum Kind {
        /** Normal traffic alone, to compare with. */
        BASELINE,
        /** What the scenario's tag names is sent, or happens to the stack. */
        FAULT,
        /** Normal traffic alone, after the fault has ended. */
        RECOVERY;

        /** Name it as files and tables do. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * Find the one of a name.
         *
         * @throws IllegalArgumentException when there is none
         */
        public static Kind of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "no phase is called '%s'; expected baseline, fault or recovery".formatted(word)));
        }
    }
}
