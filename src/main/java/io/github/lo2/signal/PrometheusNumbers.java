package io.github.lo2.signal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Writes numbers as Prometheus' HTTP API does: the shortest decimal that reads back as the same double, with an exponent of at
 * least two digits where it is below 10^-6 or not below 10^21.
 */
public final class PrometheusNumbers {
    /** How many digits suffice for most doubles; 17 do for all. */
    private static final int SHORT_DIGITS = 16;

    private static final double SMALLEST_PLAIN = 1e-6;
    private static final double SMALLEST_LARGE = 1e21;

    private PrometheusNumbers() {}

    /** Format a value: {@code 9.66}, {@code 1}, {@code NaN}, {@code +Inf}, {@code -Inf}. */
    public static String format(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
            return Long.toString((long) value);
        }
        var decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        BigDecimal shortest = decimal.precision() <= SHORT_DIGITS ? decimal : shortest(value, decimal);
        return isPlain(Math.abs(value)) ? shortest.toPlainString() : withExponent(shortest);
    }

    private static boolean isPlain(double magnitude) {
        return magnitude >= SMALLEST_PLAIN && magnitude < SMALLEST_LARGE;
    }

    private static String withExponent(BigDecimal decimal) {
        String digits = decimal.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - decimal.scale();
        return String.format(
                Locale.ROOT,
                "%s%c%s%se%c%02d",
                decimal.signum() < 0 ? "-" : "",
                digits.charAt(0),
                digits.length() > 1 ? "." : "",
                digits.substring(1),
                exponent < 0 ? '-' : '+',
                Math.abs(exponent));
    }

    /** Look for a shorter decimal: before JDK 19, Double.toString gives 17 digits also where 16 or fewer do. */
    private static BigDecimal shortest(double value, BigDecimal decimal) {
        var exact = new BigDecimal(value);
        return Stream.of(RoundingMode.HALF_EVEN, RoundingMode.UP, RoundingMode.DOWN)
                .map(mode -> exact.round(new MathContext(SHORT_DIGITS, mode)))
                .filter(shorter -> shorter.doubleValue() == value)
                .findFirst()
                .orElse(decimal)
                .stripTrailingZeros();
    }
}
