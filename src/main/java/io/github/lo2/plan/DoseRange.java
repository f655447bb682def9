package io.github.lo2.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A closed interval of shares from which the dose of a scenario is drawn.
 *
 * @param min above 0
 * @param max at most 1
 */
public record DoseRange(double min, double max) {
    private static final String NUMBER = "(\\d(?:\\.\\d{1,6})?)";
    private static final Pattern FORM = Pattern.compile(NUMBER + "(?:\\.\\." + NUMBER + ")?");
    private static final int DIGITS = 6;

    /**
     * Read {@code 0.05} or {@code 0.01..0.1}.
     *
     * @throws IllegalArgumentException when the text has another form, or a bound is not above 0 and at most 1
     */
    static DoseRange parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            double min = Double.parseDouble(matcher.group(1));
            double max = matcher.group(2) == null ? min : Double.parseDouble(matcher.group(2));
            if (min > 0 && min <= max && max <= 1) {
                return new DoseRange(min, max);
            }
        }
        throw new IllegalArgumentException(
                "a share above 0 and at most 1 with up to six digits behind the point, such as 0.05 or 0.01..0.1");
    }

    /** Draw a dose, with six digits behind the point. */
    double draw(RandomGenerator random) {
        double drawn = min < max ? random.nextDouble(min, max) : min;
        double rounded =
                BigDecimal.valueOf(drawn).setScale(DIGITS, RoundingMode.HALF_UP).doubleValue();
        return Math.max(min, Math.min(max, rounded));
    }

    @Override
    public String toString() {
        return min == max ? Double.toString(min) : min + ".." + max;
    }
}
