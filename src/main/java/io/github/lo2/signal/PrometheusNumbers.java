package io.github.lo2.signal;

import java.math.BigDecimal;

/** Writes numbers as Prometheus' HTTP API does: the shortest decimal that reads back as the same double, no exponent. */
public final class PrometheusNumbers {
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
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}
