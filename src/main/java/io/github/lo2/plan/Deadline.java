package io.github.lo2.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Until when something must have ended. */
public sealed interface Deadline {

    /** Give the moment, for something that begins at another. */
    Instant from(Instant begin);

    /**
     * Read {@code 45m} or {@code 2026-12-01T18:00:00Z}.
     *
     * @throws IllegalArgumentException when the text has another form
     */
    static Deadline parse(String text) {
        Matcher length = Within.FORM.matcher(text);
        try {
            if (length.matches()) {
                long count = Long.parseLong(length.group(1));
                return new Within(
                        switch (length.group(2)) {
                            case "h" -> Duration.ofHours(count);
                            case "m" -> Duration.ofMinutes(count);
                            default -> Duration.ofSeconds(count);
                        });
            }
            return new At(Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "how long from now, such as 90s, 45m or 3h, or when, such as 2026-12-01T18:00:00Z", e);
        }
    }

    /** So long after it begins. */
    record Within(Duration duration) implements Deadline {
        private static final Pattern FORM = Pattern.compile("(\\d{1,7})([smh])");

        @Override
        public Instant from(Instant begin) {
            return begin.plus(duration);
        }
    }

    /** At a moment. */
    record At(Instant moment) implements Deadline {
        @Override
        public Instant from(Instant begin) {
            return moment;
        }
    }
}
