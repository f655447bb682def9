package io.github.lo2.plan;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A closed interval of whole seconds from which durations are drawn.
 *
 * @param min s
 * @param max s, not below {@code min}
 */
public record Interval(int min, int max) {
    /** How long a scenario may be, s. */
    static final int LONGEST = 21_600;

    private static final Pattern FORM = Pattern.compile("(\\d{1,6})(?:\\.\\.(\\d{1,6}))?");

    /**
     * Read {@code 20..180} or {@code 10}.
     *
     * @throws IllegalArgumentException when the text has another form, its bounds are the wrong way round, or a bound
     *     lies outside {@code allowed}
     */
    static Interval parse(String text, Interval allowed) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            int min = Integer.parseInt(matcher.group(1));
            int max = matcher.group(2) == null ? min : Integer.parseInt(matcher.group(2));
            if (min <= max && min >= allowed.min && max <= allowed.max) {
                return new Interval(min, max);
            }
        }
        throw new IllegalArgumentException("seconds from %s to %s, such as %s or %s..%s"
                .formatted(allowed.min, allowed.max, allowed.min, allowed.min, allowed.min + 2));
    }

    Duration draw(RandomGenerator random) {
        return Duration.ofSeconds(random.nextInt(min, max + 1));
    }

    @Override
    public String toString() {
        return min == max ? Integer.toString(min) : min + ".." + max;
    }
}
