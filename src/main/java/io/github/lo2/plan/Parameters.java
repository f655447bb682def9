package io.github.lo2.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The parameters of a run. Each is declared here once: its name, default, meaning and form. The table in {@code docs/record.md} shows these
 * rows, and a test compares them.
 *
 * @param system {@code lo2.system}: the name of the system; before it the folder that holds it, where that is not the project's
 * @param stack {@code lo2.stack}
 * @param reuse {@code lo2.stack.reuse}: whether a stack that is kept up is taken
 * @param compose {@code lo2.compose}: Compose files of the stack, a later one overrides an earlier one; empty: the
 *     project's
 * @param ports {@code lo2.ports}: which ports of this machine the stack takes
 * @param seed {@code lo2.seed}; empty: a fresh one is drawn
 * @param scenarios {@code lo2.scenarios}: tags, globs, or {@code errors}, {@code faults}, {@code all}; empty: {@code errors}
 * @param duration {@code lo2.duration}: how long a scenario is under load, s
 * @param pause {@code lo2.wait}: how long to wait after a scenario, s
 * @param phases {@code lo2.phases}: how a scenario's time is split; empty: one phase, as in the reference
 * @param dose {@code lo2.dose}: the share that is faulty of what may be; empty: as the load or the fault has it
 * @param combine {@code lo2.combine}: how many tags a scenario has
 * @param background {@code lo2.background}: the share of normal traffic that are benign errors
 * @param rate {@code lo2.rate}: requests a second over all users; empty: as fast as they are answered
 * @param arrival {@code lo2.arrival}: how requests follow one another where there is a rate
 * @param users {@code lo2.users}: Locust users
 * @param warmup {@code lo2.warmup}: how long the load lasts that is not recorded and comes before the first scenario; services
 *     that have just started are slow; empty: until they are steady. A stack that starts afresh for each scenario gets one each time
 * @param isolation {@code lo2.isolation}: what scenarios find of those before them
 * @param impact {@code lo2.impact}: what is asked of the impact of a fault of the stack
 * @param formats {@code lo2.formats}: which forms of the data are kept
 * @param licence {@code lo2.license}: what the data may be used by, an identifier of SPDX's list
 * @param results {@code lo2.results}: the folder that runs are written into
 * @param work {@code lo2.work}: the folder of what is made once and kept; empty: the project's own places
 * @param deadline {@code lo2.deadline}: until when scenarios must have ended; empty: they take the time they take
 * @param grace {@code lo2.grace}: how long there is time when this process was told to end, s
 * @param campaign {@code lo2.campaign}: the campaign that the run is of; empty: none
 * @param task {@code lo2.task}: which run of the campaign it is, from 0; empty: of none
 * @param resume {@code lo2.resume}: the folder of a run to go on with; it brings its own parameters
 * @param replay {@code lo2.replay}: the {@code manifest.json} or {@code plan.json} of a run to record again; it brings
 *     its own parameters
 */
public record Parameters(
        Path system,
        StackKind stack,
        Reuse reuse,
        List<Path> compose,
        PortRule ports,
        OptionalLong seed,
        List<String> scenarios,
        Interval duration,
        Interval pause,
        Optional<PhaseSplit> phases,
        Optional<DoseRange> dose,
        int combine,
        double background,
        OptionalDouble rate,
        Arrival arrival,
        int users,
        Optional<Duration> warmup,
        Isolation isolation,
        ImpactRule impact,
        Set<Format> formats,
        String licence,
        Path results,
        Optional<Path> work,
        Optional<Deadline> deadline,
        Duration grace,
        Optional<String> campaign,
        OptionalInt task,
        Optional<Path> resume,
        Optional<Path> replay) {

    /** What the name of each parameter begins with. */
    public static final String PREFIX = "lo2.";

    public static final Parameter<Path> SYSTEM = Parameter.withDefault(
            "lo2.system",
            "light-oauth2",
            "the system under test: the name of its folders in `compose/` and `locust/`. Where these two are not the "
                    + "project's, their place comes before the name: `../shop/greeter`",
            ParameterForms::path);

    public static final Parameter<StackKind> STACK = Parameter.withDefault(
            "lo2.stack",
            "auto",
            "`compose`: containers; `embedded`: services and database as child processes. `auto` takes "
                    + "`compose` where a Docker engine answers and has the images, and says which it took and why",
            ParameterForms.word(StackKind.values()));

    public static final Parameter<Reuse> REUSE = Parameter.withDefault(
            "lo2.stack.reuse",
            "kept",
            "`kept`: a stack of the same kind, build and configuration that `lo2 stack` keeps up is taken, and stays"
                    + " up; `never`: the run starts its own",
            ParameterForms.word(Reuse.values()));

    public static final Parameter<List<Path>> COMPOSE = Parameter.optional(
            "lo2.compose",
            "the first `compose/<system>/docker-compose*.yml`",
            "Compose files, separated by commas; a later one overrides an earlier one",
            ParameterForms::paths);

    public static final Parameter<PortRule> PORTS = Parameter.withDefault(
            "lo2.ports",
            "definition",
            "ports of the stack: `definition`, those that the system's files name; `free`: for each of them one that"
                    + " is free, so that two stacks may be up on one machine",
            ParameterForms.word(PortRule.values()));

    public static final Parameter<OptionalLong> SEED = Parameter.optional(
            "lo2.seed",
            "drawn",
            "from it come order, durations, waits, and all that chance decides in a load; printed and kept in"
                    + " `plan.json`",
            ParameterForms::seed);

    public static final Parameter<List<String>> SCENARIOS = Parameter.optional(
            "lo2.scenarios",
            "errors",
            "tags or globs, separated by commas: `correct,*_pkce_*`; `errors`: all of the load, `faults`: all of the"
                    + " stack, `all`: both",
            ParameterForms::globs);

    public static final Parameter<Interval> DURATION = Parameter.withDefault(
            "lo2.duration",
            "20..180",
            "seconds of load a scenario, at most 21,600: an interval to draw from, or one number",
            text -> Interval.parse(text, new Interval(1, Interval.LONGEST)));

    public static final Parameter<Interval> WAIT = Parameter.withDefault(
            "lo2.wait", "1..5", "seconds between two scenarios", text -> Interval.parse(text, new Interval(0, 3_600)));

    public static final Parameter<Optional<PhaseSplit>> PHASES = Parameter.optional(
            "lo2.phases",
            "the fault alone; of a fault of the stack `40/40/20`",
            "baseline, fault and recovery of a scenario: `40/40/20` per cent of its `lo2.duration`, or seconds to draw"
                    + " from, which then are its duration: `10..20/10/5`. `correct` is baseline from end to end",
            ParameterForms.optional(PhaseSplit::parse));

    public static final Parameter<Optional<DoseRange>> DOSE = Parameter.optional(
            "lo2.dose",
            "the tasks' weights",
            "share of the load's tasks that are the faulty one during the fault: a number such as `0.01`, or an "
                    + "interval to draw from, `0.01..0.1`",
            ParameterForms.optional(DoseRange::parse));

    public static final Parameter<Integer> COMBINE = Parameter.withDefault(
            "lo2.combine",
            "1",
            "how many tags a scenario has: with `2`, pairs are drawn of the tags; `correct` stays alone, and a fault of the stack is with an error tag",
            ParameterForms.whole(1, 2));

    public static final Parameter<Double> BACKGROUND = Parameter.withDefault(
            "lo2.background",
            "0",
            "share of the load's tasks that are benign errors, in every scenario and `correct` too, at most `0.1`: any"
                    + " error tag's, sent as part of normal traffic",
            ParameterForms::background);

    public static final Parameter<OptionalDouble> RATE = Parameter.optional(
            "lo2.rate",
            "none, as in the reference",
            "requests a second over all users, such as `60`; without it a user sends the next when it has the answer"
                    + " to the last",
            ParameterForms::rate);

    public static final Parameter<Arrival> ARRIVAL = Parameter.withDefault(
            "lo2.arrival",
            "poisson",
            "how a user's requests follow one another with `lo2.rate`: `poisson` or `constant`",
            ParameterForms.word(Arrival.values()));

    public static final Parameter<Integer> USERS = Parameter.withDefault(
            "lo2.users",
            "14",
            "Locust users; at least one for each class of users. "
                    + "With two a class, no single one sends all faults of a scenario",
            ParameterForms.whole(1, 1_000));

    public static final Parameter<Optional<Duration>> WARMUP = Parameter.withDefault(
            "lo2.warmup",
            "steady",
            "unrecorded load before the first scenario, before each with `lo2.isolation=stack`: `steady`, until"
                    + " throughput and latency have no trend, 10 to 120 seconds; or seconds, 0 for none as in the"
                    + " reference",
            ParameterForms::warmup);

    public static final Parameter<Isolation> ISOLATION = Parameter.withDefault(
            "lo2.isolation",
            "none",
            "`database`: each scenario starts with the seed data and nothing cached; `stack`: services and "
                    + "database start afresh for each; `none`: all live on, as in the reference",
            ParameterForms.word(Isolation.values()));

    public static final Parameter<ImpactRule> IMPACT = Parameter.withDefault(
            "lo2.impact",
            "reported",
            "of a fault of the stack: `reported`, one that the load does not notice is kept and says so; `required`,"
                    + " its scenario fails",
            ParameterForms.word(ImpactRule.values()));

    public static final Parameter<Set<Format>> FORMATS = Parameter.withDefault(
            "lo2.formats",
            "lo2,parquet",
            "what is kept: `lo2`, a folder a scenario as in the published runs; `parquet`, the tables",
            ParameterForms::formats);

    public static final Parameter<String> LICENCE = Parameter.withDefault(
            "lo2.license",
            "CC-BY-4.0",
            "what the data may be used by, as its card says: an identifier of SPDX's list",
            ParameterForms::licence);

    public static final Parameter<Path> RESULTS =
            Parameter.withDefault("lo2.results", "results", "where runs are written", ParameterForms::path);

    public static final Parameter<Optional<Path>> WORK = Parameter.optional(
            "lo2.work",
            "`.venv` and `target`; of `lo2`: `$XDG_STATE_HOME/lo2` or `~/.local/state/lo2`",
            "where Locust's virtual environment and the unpacked database server are kept, made once",
            ParameterForms.optional(ParameterForms::path));

    public static final Parameter<Optional<Deadline>> DEADLINE = Parameter.optional(
            "lo2.deadline",
            "none",
            "until when all must have ended: how long from now (`90s`, `45m`, `3h`) or when (`2026-12-01T18:00:00Z`)."
                    + " No scenario begins that cannot end by then; the rest is recorded by resuming the run",
            ParameterForms.optional(Deadline::parse));

    public static final Parameter<Duration> GRACE = Parameter.withDefault(
            "lo2.grace",
            "20",
            "seconds that there are after SIGTERM or Ctrl-C: no scenario begins then, and the one under way is sealed"
                    + " if it can be in that time; 0: all ends at once",
            ParameterForms.whole(0, 600).andThen(Duration::ofSeconds));

    public static final Parameter<Optional<String>> CAMPAIGN = Parameter.optional(
            "lo2.campaign",
            "none",
            "name of the campaign that the run is of; `lo2 record --campaign` says it",
            ParameterForms.optional(text -> text));

    public static final Parameter<OptionalInt> TASK = Parameter.optional(
            "lo2.task",
            "none",
            "which run of the campaign it is, from 0; it ends the run's name",
            ParameterForms::number);

    public static final Parameter<Optional<Path>> RESUME = Parameter.optional(
            "lo2.resume", "none", "folder of a run to go on with", ParameterForms.optional(ParameterForms::path));

    public static final Parameter<Optional<Path>> REPLAY = Parameter.optional(
            "lo2.replay",
            "none",
            "`manifest.json` or `plan.json` of a run to record again",
            ParameterForms.optional(ParameterForms::path));

    /** All of them, in the order in which people read of them. */
    public static final List<Parameter<?>> ALL = List.of(
            SYSTEM,
            STACK,
            REUSE,
            COMPOSE,
            PORTS,
            SEED,
            SCENARIOS,
            DURATION,
            WAIT,
            PHASES,
            DOSE,
            COMBINE,
            BACKGROUND,
            RATE,
            ARRIVAL,
            USERS,
            WARMUP,
            ISOLATION,
            IMPACT,
            FORMATS,
            LICENCE,
            RESULTS,
            WORK,
            DEADLINE,
            GRACE,
            CAMPAIGN,
            TASK,
            RESUME,
            REPLAY);

    /** What says where a run and what it needs are, and how long there is time, and not what it is. */
    private static final Set<String> PLACES = Set.of(
            REUSE.name(),
            PORTS.name(),
            RESULTS.name(),
            WORK.name(),
            DEADLINE.name(),
            GRACE.name(),
            RESUME.name(),
            REPLAY.name());

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
        return new Parameters(
                        SYSTEM.read(values),
                        STACK.read(values),
                        REUSE.read(values),
                        COMPOSE.read(values),
                        PORTS.read(values),
                        SEED.read(values),
                        SCENARIOS.read(values),
                        DURATION.read(values),
                        WAIT.read(values),
                        PHASES.read(values),
                        DOSE.read(values),
                        COMBINE.read(values),
                        BACKGROUND.read(values),
                        RATE.read(values),
                        ARRIVAL.read(values),
                        USERS.read(values),
                        WARMUP.read(values),
                        ISOLATION.read(values),
                        IMPACT.read(values),
                        FORMATS.read(values),
                        LICENCE.read(values),
                        RESULTS.read(values),
                        WORK.read(values),
                        DEADLINE.read(values),
                        GRACE.read(values),
                        CAMPAIGN.read(values),
                        TASK.read(values),
                        RESUME.read(values),
                        REPLAY.read(values))
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

    /**
     * Collect what is given to this JVM.
     *
     * @param properties the system properties, where a name that no parameter has is noticed
     * @param configuration looks a value up by name elsewhere; it wins over the property
     */
    public static Map<String, String> given(Properties properties, Function<String, Optional<String>> configuration) {
        var given = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(name -> given.put(name, properties.getProperty(name)));
        names().forEach(name -> configuration.apply(name).ifPresent(value -> given.put(name, value)));
        return given;
    }

    private static SortedMap<String, String> given(Map<String, String> given) {
        var values = new TreeMap<String, String>();
        given.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !value.isBlank()) {
                values.put(name, value.strip());
            }
        });
        for (String name : values.keySet()) {
            if (!names().contains(name)) {
                throw new ParameterException(
                        "%s is not a parameter; expected one of %s".formatted(name, String.join(", ", names())));
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

    private static List<String> names() {
        return ALL.stream().map(Parameter::name).toList();
    }
}
