package io.github.lo2.plan;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The parameters of a run, all of them; the table in the README says the same.
 *
 * @param stack {@code lo2.stack}
 * @param compose {@code lo2.compose}: Compose files of the stack, a later one overrides an earlier one; empty: the
 *     project's
 * @param seed {@code lo2.seed}; empty: a fresh one is drawn
 * @param scenarios {@code lo2.scenarios}: tags or globs; empty: all
 * @param duration {@code lo2.duration}: how long a scenario is under load, s
 * @param pause {@code lo2.wait}: how long to wait after a scenario, s
 * @param users {@code lo2.users}: Locust users
 * @param warmup {@code lo2.warmup}: unrecorded load before the first scenario, s, so that it is not the one
 *     that pays for cold services
 * @param isolation {@code lo2.isolation}: what scenarios find of those before them
 * @param results {@code lo2.results}: the folder that runs are written into
 */
public record Parameters(
        StackKind stack,
        List<Path> compose,
        OptionalLong seed,
        List<String> scenarios,
        Interval duration,
        Interval pause,
        int users,
        Duration warmup,
        Isolation isolation,
        Path results) {

    /** What the name of each parameter begins with. */
    public static final String PREFIX = "lo2.";

    private static final List<String> NAMES = List.of(
            "lo2.stack",
            "lo2.compose",
            "lo2.seed",
            "lo2.scenarios",
            "lo2.duration",
            "lo2.wait",
            "lo2.users",
            "lo2.warmup",
            "lo2.isolation",
            "lo2.results");

    public Parameters {
        compose = List.copyOf(compose);
        scenarios = List.copyOf(scenarios);
    }

    /**
     * Read the parameters.
     *
     * @param given the values given, by name; a blank value counts as not given
     * @throws ParameterException naming the first parameter that is unknown or has a value that is not allowed
     */
    public static Parameters from(Map<String, String> given) {
        var values = new TreeMap<String, String>();
        given.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !value.isBlank()) {
                values.put(name, value.strip());
            }
        });
        for (String name : values.keySet()) {
            if (!NAMES.contains(name)) {
                throw new ParameterException(
                        "%s is not a parameter; expected one of %s".formatted(name, String.join(", ", NAMES)));
            }
        }
        var reader = new Reader(values);
        return new Parameters(
                reader.read("lo2.stack", "auto", text -> parseWord(text, StackKind.values())),
                reader.read("lo2.compose", "", Parameters::parsePaths),
                reader.read("lo2.seed", "", Parameters::parseSeed),
                reader.read("lo2.scenarios", "", Parameters::parseList),
                reader.read("lo2.duration", "20..180", text -> Interval.parse(text, new Interval(1, 86_400))),
                reader.read("lo2.wait", "1..5", text -> Interval.parse(text, new Interval(0, 3_600))),
                reader.read("lo2.users", "7", text -> parseWhole(text, 1, 1_000)),
                reader.read("lo2.warmup", "10", text -> Duration.ofSeconds(parseWhole(text, 0, 3_600))),
                reader.read("lo2.isolation", "none", text -> parseWord(text, Isolation.values())),
                reader.read("lo2.results", "results", Parameters::parsePath));
    }

    /** List the names of all parameters. */
    public static List<String> names() {
        return NAMES;
    }

    private static <E extends Enum<E>> E parseWord(String text, E[] allowed) {
        return Arrays.stream(allowed)
                .filter(constant -> word(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        Arrays.stream(allowed).map(Parameters::word).collect(Collectors.joining(" or "))));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static OptionalLong parseSeed(String text) {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a whole number of at most 63 bits, such as 42", e);
        }
    }

    private static List<String> parseList(String text) {
        List<String> items = items(text);
        if (items.isEmpty() && !text.isEmpty()) {
            throw new IllegalArgumentException("tags or globs, separated by commas, such as correct,*_pkce_*");
        }
        return items;
    }

    private static int parseWhole(String text, int min, int max) {
        if (text.matches("\\d{1,6}") && Integer.parseInt(text) >= min && Integer.parseInt(text) <= max) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException("a whole number from %d to %d".formatted(min, max));
    }

    private static List<Path> parsePaths(String text) {
        return items(text).stream().map(Parameters::parsePath).toList();
    }

    private static List<String> items(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private static Path parsePath(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("a path", e);
        }
    }

    private record Reader(Map<String, String> values) {
        <T> T read(String name, String defaultValue, Function<String, T> parser) {
            String value = values.getOrDefault(name, defaultValue);
            try {
                return parser.apply(value);
            } catch (IllegalArgumentException e) {
                throw new ParameterException("%s=%s is not allowed; expected %s; nothing was started"
                        .formatted(name, value, e.getMessage()));
            }
        }
    }
}
