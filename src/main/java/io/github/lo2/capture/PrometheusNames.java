package io.github.lo2.capture;

import java.util.Map;

/**
 * Names OTLP metrics and attributes as Prometheus' OTLP endpoint does: characters outside {@code [a-zA-Z0-9_:]} become
 * {@code _}, the unit and, for counters, {@code total} are appended.
 */
final class PrometheusNames {
    private static final Map<String, String> UNITS = Map.ofEntries(
            Map.entry("d", "days"),
            Map.entry("h", "hours"),
            Map.entry("min", "minutes"),
            Map.entry("s", "seconds"),
            Map.entry("ms", "milliseconds"),
            Map.entry("us", "microseconds"),
            Map.entry("ns", "nanoseconds"),
            Map.entry("By", "bytes"),
            Map.entry("KiBy", "kibibytes"),
            Map.entry("MiBy", "mebibytes"),
            Map.entry("GiBy", "gibibytes"),
            Map.entry("Hz", "hertz"),
            Map.entry("Cel", "celsius"),
            Map.entry("%", "percent"));
    private static final Map<String, String> PER_UNITS =
            Map.of("s", "second", "m", "minute", "h", "hour", "d", "day", "w", "week");

    private PrometheusNames() {}

    static String counter(String name, String unit) {
        String base = withUnit(name, unit);
        return base.endsWith("_total") ? base : base + "_total";
    }

    static String gauge(String name, String unit) {
        return unit.equals("1") ? append(sanitize(name), "ratio") : withUnit(name, unit);
    }

    static String histogram(String name, String unit) {
        return withUnit(name, unit);
    }

    static String label(String attribute) {
        return sanitize(attribute);
    }

    private static String withUnit(String name, String unit) {
        String base = sanitize(name);
        String plain = unit.replaceAll("\\{[^}]*}", "");
        if (plain.isEmpty() || plain.equals("1")) {
            return base;
        }
        String[] parts = plain.split("/", 2);
        String suffix = parts[0].isEmpty() ? "" : UNITS.getOrDefault(parts[0], sanitize(parts[0]));
        base = suffix.isEmpty() ? base : append(base, suffix);
        return parts.length == 1 || parts[1].isEmpty()
                ? base
                : append(base, "per_" + PER_UNITS.getOrDefault(parts[1], sanitize(parts[1])));
    }

    private static String append(String base, String suffix) {
        return base.endsWith("_" + suffix) ? base : base + "_" + suffix;
    }

    private static String sanitize(String name) {
        var text = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
            boolean digit = c >= '0' && c <= '9';
            if (digit && i == 0) {
                text.append('_');
            }
            text.append(letter || digit ? c : '_');
        }
        return text.toString();
    }
}
