package io.github.lo2.plan;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
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
 *     that pays for cold services; before each when the stack starts afresh for each
 * @param isolation {@code lo2.isolation}: what scenarios find of those before them
 * @param formats {@code lo2.formats}: which forms of the data are kept
 * @param results {@code lo2.results}: the folder that runs are written into
 * @param resume {@code lo2.resume}: the folder of a run to go on with; it brings its own parameters
 * @param replay {@code lo2.replay}: the {@code manifest.json} or {@code plan.json} of a run to record again; it brings
 *     its own parameters
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
        Set<Format> formats,
        Path results,
        Optional<Path> resume,
        Optional<Path> replay) {

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
            "lo2.formats",
            "lo2.results",
            "lo2.resume",
            "lo2.replay");

    /** What says where a run is, and not what it is. */
    private static final Set<String> PLACES = Set.of("lo2.results", "lo2.resume", "lo2.replay");

    public Parameters {
        compose = List.copyOf(compose);
        scenarios = List.copyOf(scenarios);
        formats = Set.copyOf(formats);
    }

    /**
     * Read the parameters.
     *
     * @param given the values given, by name; a blank value counts as not given
     * @throws ParameterException naming the first parameter that is unknown or has a value that is not allowed
     */
    public static Parameters from(Map<String, String> given) {
        SortedMap<String, String> values = given(given);
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
                        reader.read("lo2.formats", "lo2,parquet", Parameters::parseFormats),
                        reader.read("lo2.results", "results", Parameters::parsePath),
                        reader.read("lo2.resume", "", Parameters::parseOptionalPath),
                        reader.read("lo2.replay", "", Parameters::parseOptionalPath))
                .requireOneSource();
    }

    /**
     * Keep what was given of a run's parameters, by name: what {@code plan.json} keeps, and {@link #from} reads again.
     *
     * @param given the values given, by name; a blank value counts as not given
     * @throws ParameterException naming the first parameter that is unknown
     */
    public static SortedMap<String, String> ofRun(Map<String, String> given) {
        SortedMap<String, String> values = given(given);
        values.keySet().removeAll(PLACES);
        return values;
    }

    /**
     * Take over the parameters of a recorded run.
     *
     * @param recorded what {@link #ofRun} kept of them
     * @param given the values given now, by name
     * @param source where they were read, for the message
     * @throws ParameterException naming the first parameter that is given now and was not the same then
     */
    public static Parameters recorded(Map<String, String> recorded, Map<String, String> given, Path source) {
        SortedMap<String, String> values = given(given);
        for (Map.Entry<String, String> value : ofRun(given).entrySet()) {
            String then = recorded.getOrDefault(value.getKey(), "");
            if (!then.equals(value.getValue())) {
                throw new ParameterException(
                        "%s=%s does not fit %s, which was recorded with %s; leave it out; nothing was started"
                                .formatted(
                                        value.getKey(),
                                        value.getValue(),
                                        source,
                                        then.isEmpty() ? "the default" : "'" + then + "'"));
            }
        }
        values.putAll(recorded);
        return from(values);
    }

    /** List the names of all parameters. */
    public static List<String> names() {
        return NAMES;
    }

    private static SortedMap<String, String> given(Map<String, String> given) {
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
        return values;
    }

    private Parameters requireOneSource() {
        if (resume.isPresent() && replay.isPresent()) {
            throw new ParameterException(
                    "lo2.resume and lo2.replay are both given; expected one of them; nothing was started");
        }
        return this;
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

    private static Set<Format> parseFormats(String text) {
        List<String> allowed = Arrays.stream(Format.values()).map(Format::word).toList();
        List<String> items = items(text);
        if (items.isEmpty() || !allowed.containsAll(items)) {
            throw new IllegalArgumentException(String.join(" or ", allowed) + ", or both, separated by a comma");
        }
        return Arrays.stream(Format.values())
                .filter(format -> items.contains(format.word()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<Path> parseOptionalPath(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(parsePath(text));
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
