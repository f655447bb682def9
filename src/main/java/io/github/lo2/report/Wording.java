package io.github.lo2.report;

import java.util.Locale;

/** Writes figures as the pages show them. */
final class Wording {
    private Wording() {}

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Write a share of 1. */
    static String share(double share) {
        return String.format(Locale.ROOT, "%.3f", share);
    }

    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e9);
    }

    static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.0f", nanos / 1e6);
    }

    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.2f", bytes / 1e6);
    }

    /** Write a measured value with as many digits as a person reads. */
    static String value(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** Name the class of something that passed or failed. */
    static String style(boolean passed) {
        return passed ? "good" : "bad";
    }
}
