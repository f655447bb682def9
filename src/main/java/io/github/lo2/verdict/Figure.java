package io.github.lo2.verdict;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A number that a verdict rests on.
 *
 * @param value the number
 * @param unit what it counts or measures
 */
public record Figure(BigDecimal value, Unit unit) {
    /** How many digits behind the point shares and seconds are kept with. */
    static final int DIGITS = 3;

    /** Keep no zeros at the end: the same number is written and compared alike, whichever way it was read. */
    public Figure {
        BigDecimal stripped = value.stripTrailingZeros();
        value = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** Count something. */
    public static Figure of(long value, Unit unit) {
        return new Figure(BigDecimal.valueOf(value), unit);
    }

    /**
     * Take a share of a whole as a percentage, rounded down to a thousandth: what is not whole never reads as 100 %.
     *
     * @param share from 0 to 1
     */
    public static Figure percent(double share) {
        return new Figure(BigDecimal.valueOf(100 * share).setScale(DIGITS, RoundingMode.FLOOR), Unit.PERCENT);
    }

    /** Take a time given in ns as seconds, to the ms. */
    public static Figure seconds(long nanos) {
        return new Figure(BigDecimal.valueOf(nanos, 9).setScale(DIGITS, RoundingMode.HALF_UP), Unit.SECONDS);
    }

    /** Get the number as a whole one; what stands behind the point is cut. */
    public long whole() {
        return value.longValue();
    }
}
