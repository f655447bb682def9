package io.github.lo2.dataset;

import io.github.lo2.capture.LogFormats;
import io.github.lo2.failure.Precondition;
import io.github.lo2.json.Json;
import io.github.lo2.plan.Parameters;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The folder of one run: its name is what the system says, the UNIX seconds of its start, and, of a campaign, the number of its
 * task.
 *
 * <pre>
 * &lt;prefix&gt;1739741203/
 *   plan.json            see {@link PlanFile}; there before the first scenario
 *   run_log.log          what happened when
 *   &lt;tag&gt;/               a sealed scenario, see {@link ScenarioFolder}
 *   .lock                see {@link RunLock}; until the run is complete
 *   .run.json            see {@link RunIdentity}; until the run is complete
 *   .part/&lt;tag&gt;/         a scenario that is being recorded, or was when the run broke off
 *   .damaged/&lt;tag&gt;/      a sealed scenario that no longer was what its checksums say when the run was resumed
 *   .&lt;tag&gt;.merged/       a sealed scenario of which only tables are kept, until the manifest is there
 *   tables/              see {@link RunTables}; when all scenarios are sealed
 *   report.html, README.md, croissant.json, CITATION.cff
 *                        what it says of itself
 *   SHA256SUMS           checksums of all of these
 *   manifest.json        see {@link Manifest}; last of all: a run that has one is complete
 * </pre>
 *
 * <p>What tables are made of is deleted when the manifest is there, not before: until then, tables can be made again.
 *
 * <p>A folder is open for recording in one process at a time, from {@link #create} or {@link #reopen} until it is complete or
 * closed.
 */
public final class RunFolder implements AutoCloseable {
    private static final String DAMAGED = ".damaged";

    /** The page that a person looks at. */
    public static final String REPORT = "report.html";

    /** The page that a data set's site shows. */
    public static final String CARD = "README.md";

    /** What it says to machines. */
    public static final String CROISSANT = "croissant.json";

    /** How it is cited. */
    public static final String CITATION = "CITATION.cff";

    /** What a run says of itself: made when it is completed. */
    public static final List<String> PAGES = List.of(REPORT, CARD, CROISSANT, CITATION);

    private final Path path;
    private final RunLog log;
    private final PlanFile planned;
    private final Parameters parameters;
    private final LogFormats logFormats;
    private final RunLock lock;
    private final RunIdentity identity;

    private RunFolder(
            Path path,
            RunLog log,
            PlanFile planned,
            Parameters parameters,
            LogFormats logFormats,
            RunLock lock,
            RunIdentity identity) {
        this.path = path;
        this.log = log;
        this.planned = planned;
        this.parameters = parameters;
        this.logFormats = logFormats;
        this.lock = lock;
        this.identity = identity;
    }

    /**
     * Make the folder of a new run and write its plan.
     *
     * @param parameters the run's; its folder is made in {@code lo2.results}, which is made if it is not there
     * @param logFormats how the records of its logs are told from each other
     * @param terminal where the run log is shown
     * @throws DatasetException when it cannot be made or written
     */
    public static RunFolder create(
            PlanFile planned, Parameters parameters, LogFormats logFormats, EpochClock clock, PrintStream terminal) {
        RunIdentity identity = RunIdentity.begin(clock.nanos());
        Path path = makeFolder(
                parameters.results(),
                planned.system().runPrefix(),
                clock.nanos() / 1_000_000_000,
                ending(parameters.task()));
        RunLock lock = RunLock.take(path);
        try {
            var folder =
                    new RunFolder(path, runLog(path, clock, terminal), planned, parameters, logFormats, lock, identity);
            identity.write(path);
            // After it: who finds a plan finds this too.
            WholeFile.write(path.resolve(PlanFile.FILE_NAME), output -> Json.MAPPER.writeValue(output, planned));
            folder.log.say("Run started");
            return folder;
        } catch (RuntimeException e) {
            try (lock) {
                throw e;
            }
        }
    }

    /**
     * Open the folder of a run that broke off; what its completion had made so far is deleted, since it will be made again.
     *
     * @param path the folder
     * @param planned its plan, see {@link #planOf}
     * @throws DatasetException when another process records into it, or the run is complete
     */
    public static RunFolder reopen(
            Path path,
            PlanFile planned,
            Parameters parameters,
            LogFormats logFormats,
            EpochClock clock,
            PrintStream terminal) {
        RunLock lock = RunLock.take(path);
        try {
            refuseComplete(path, lock);
            RunIdentity identity = RunIdentity.read(path).resumed(clock.nanos());
            var folder =
                    new RunFolder(path, runLog(path, clock, terminal), planned, parameters, logFormats, lock, identity);
            folder.takeUp();
            return folder;
        } catch (RuntimeException e) {
            try (lock) {
                throw e;
            }
        }
    }

    /**
     * Read the plan of a run.
     *
     * @param path the run's folder
     * @throws DatasetException when it has none, or is of another format: the run cannot be resumed
     */
    public static PlanFile planOf(Path path) {
        requireFormat(path);
        try {
            return PlanFile.read(path.resolve(PlanFile.FILE_NAME));
        } catch (DatasetException e) {
            throw new DatasetException(
                    "%s cannot be resumed: %s; begin a new run; nothing was started".formatted(path, e.getMessage()),
                    e);
        }
    }

    /**
     * Require that a run that is not complete is of the format that this version reads, as far as it can be read.
     *
     * @throws DatasetException naming another format
     */
    public static void requireFormat(Path path) {
        Path file = path.resolve(RunIdentity.FILE_NAME);
        try {
            if (Files.exists(file)) {
                Manifest.requireFormat(file, Json.MAPPER.readTree(file.toFile()));
            }
        } catch (IOException e) {
            // That it cannot be read is said where it is needed: when the run is taken up.
        }
    }

    /**
     * Read the plan of the newest run that has scenarios at some places of its order.
     *
     * @param results the folder that runs are kept in
     * @param prefix what their names begin with
     * @param ordinals the places, from 1
     */
    public static Optional<Plan> newestPlanWith(Path results, String prefix, Set<Integer> ordinals) {
        if (!Files.isDirectory(results)) {
            return Optional.empty();
        }
        try (Stream<Path> runs = Files.list(results)) {
            return runs.filter(run -> run.getFileName().toString().startsWith(prefix))
                    .filter(run -> Files.exists(run.resolve(PlanFile.FILE_NAME)))
                    .sorted(Comparator.comparing((Path run) -> run.getFileName().toString())
                            .reversed())
                    .flatMap(run -> readPlan(run.resolve(PlanFile.FILE_NAME)).stream())
                    .filter(plan -> plan.hasAll(ordinals))
                    .findFirst();
        } catch (IOException e) {
            throw new DatasetException("%s cannot be read: %s".formatted(results, e), e);
        }
    }

    /** Name the folder. */
    public Path path() {
        return path;
    }

    /** The run's log. */
    public RunLog log() {
        return log;
    }

    /** Show what was planned. */
    public PlanFile planned() {
        return planned;
    }

    /** Show the run's parameters. */
    public Parameters parameters() {
        return parameters;
    }

    /**
     * Make the hidden folder of a scenario; what an earlier attempt left in it is deleted.
     *
     * @throws DatasetException when it cannot be made
     */
    public PreparedScenario prepare(Scenario scenario) {
        return PreparedScenario.make(
                new ScenarioFolder(path, scenario.tag()),
                parameters.formats(),
                logFormats,
                planned.system().logId());
    }

    /**
     * Tell how far the run has come with a scenario; reads all its files.
     */
    public ScenarioState state(Scenario scenario) {
        Path folder = path.resolve(scenario.tag());
        if (!Files.exists(folder)) {
            return new ScenarioState.Open(
                    Files.isDirectory(new ScenarioFolder(path, scenario.tag()).hidden())
                            ? "it was under way when the run broke off"
                            : "it has not been begun");
        }
        ScenarioState.Sealed sealed;
        try {
            int files = ScenarioFolder.check(folder);
            sealed = new ScenarioState.Sealed(facts(scenario.tag()), files);
        } catch (DatasetException e) {
            return new ScenarioState.Open("it is damaged: " + e.getMessage());
        }
        if (!sealed.facts().isApplied()) {
            return new ScenarioState.Open("its load ended before its time");
        }
        return sealed;
    }

    /**
     * Put a scenario that is to be recorded again out of the way; it keeps what it holds. Readers take each folder with logs
     * in a run's for a scenario, even a hidden one: so it goes a folder deeper.
     */
    public void setAside(Scenario scenario) {
        Path folder = path.resolve(scenario.tag());
        Path aside = path.resolve(DAMAGED);
        Path damaged = aside.resolve(scenario.tag());
        try {
            if (Files.exists(folder)) {
                Files.createDirectories(aside);
                for (int number = 2; Files.exists(damaged); number++) {
                    damaged = aside.resolve(scenario.tag() + "-" + number);
                }
                Disk.rename(folder, damaged);
            }
        } catch (IOException e) {
            throw new DatasetException("%s cannot be renamed to %s: %s".formatted(folder, damaged, e), e);
        }
    }

    /** Read the facts of the scenarios that are sealed and not to be recorded again, in the order of the plan. */
    public List<ScenarioFacts> facts() {
        return planned.plan().scenarios().stream()
                .filter(scenario -> Files.exists(path.resolve(scenario.tag()).resolve(ScenarioFolder.FACTS)))
                .map(scenario -> facts(scenario.tag()))
                .filter(ScenarioFacts::isApplied)
                .toList();
    }

    /**
     * Make the tables of the scenarios' parts.
     *
     * @param scenarios all scenarios of the run, in the order of the plan
     */
    public MergedRun merge(List<ScenarioFacts> scenarios) {
        RunTables.complete(path, planned, scenarios, parameters.formats());
        return new MergedRun(this);
    }

    /** List the runs of a task of a campaign in a folder, the oldest first; none where there is no such folder. */
    public static List<Path> ofTask(Path results, int task) {
        if (!Files.isDirectory(results)) {
            return List.of();
        }
        String ending = ending(OptionalInt.of(task));
        try (Stream<Path> runs = Files.list(results)) {
            return runs.filter(run -> !run.getFileName().toString().startsWith("."))
                    .filter(run -> run.getFileName().toString().endsWith(ending))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new DatasetException("%s cannot be read: %s".formatted(results, e), e);
        }
    }

    /**
     * Put a run that is to be recorded again out of the way; it keeps what it holds.
     *
     * @return where it is then
     */
    public static Path setAside(Path run) {
        Path aside = run.resolveSibling(DAMAGED);
        Path damaged = aside.resolve(run.getFileName());
        try {
            Files.createDirectories(aside);
            Disk.rename(run, damaged);
            return damaged;
        } catch (IOException e) {
            throw new DatasetException("%s cannot be renamed to %s: %s".formatted(run, damaged, e), e);
        }
    }

    /** Let others record into it. */
    @Override
    public void close() {
        lock.close();
    }

    /** Tell what tells the run from any other, of any machine. */
    public UUID id() {
        return identity.id();
    }

    /** Tell when the run was begun, ISO-8601. */
    public String started() {
        return identity.started();
    }

    /** Tell when the run was resumed, ISO-8601. */
    public List<String> resumptions() {
        return identity.resumptions();
    }

    /** Refuse a run that is complete; where the power failed before what it does not need was deleted, that is done now. */
    private static void refuseComplete(Path path, RunLock lock) {
        if (Files.exists(path.resolve(Manifest.FILE_NAME))) {
            deleteRest(path, lock);
            throw new DatasetException(
                    "%s is complete: it has a manifest.json; record it again with -Dlo2.replay=%s"
                            .formatted(path, path.resolve(Manifest.FILE_NAME)),
                    null);
        }
    }

    private void takeUp() {
        identity.write(path);
        log.endBrokenLine();
        log.say("Run resumed");
        undoCompletion();
    }

    /** The run is complete: delete what it does not need, and give back its folder. */
    void end() {
        deleteRest(path, lock);
    }

    /** Delete what a complete run does not need. */
    private static void deleteRest(Path path, RunLock lock) {
        RunTables.deleteParts(path);
        try {
            Files.deleteIfExists(path.resolve(RunIdentity.FILE_NAME));
            Files.deleteIfExists(path.resolve(ScenarioFolder.UNDER_WAY));
        } catch (IOException e) {
            throw new DatasetException("%s cannot be freed of what it does not need: %s".formatted(path, e), e);
        }
        lock.delete();
    }

    private void undoCompletion() {
        RunTables.undo(
                path, planned.plan().scenarios().stream().map(Scenario::tag).toList());
        try {
            Files.deleteIfExists(path.resolve(Checksums.FILE_NAME));
            for (String page : PAGES) {
                Files.deleteIfExists(path.resolve(page));
            }
        } catch (IOException e) {
            throw new DatasetException("%s cannot be taken up again: %s".formatted(path, e), e);
        }
    }

    private ScenarioFacts facts(String tag) {
        Path file = path.resolve(tag).resolve(ScenarioFolder.FACTS);
        try {
            return Json.MAPPER.readValue(file.toFile(), ScenarioFacts.class);
        } catch (IOException e) {
            throw new DatasetException("%s cannot be read: %s".formatted(file, e), e);
        }
    }

    /** Say how the name of a task's run ends: runs of two machines may begin in the same second, and become one data set. */
    private static String ending(OptionalInt task) {
        return task.isPresent() ? "_" + task.getAsInt() : "";
    }

    private static RunLog runLog(Path path, EpochClock clock, PrintStream terminal) {
        return new RunLog(path.resolve(RunLog.FILE_NAME), clock, terminal, isTerminal(terminal));
    }

    /** Tell whether standard output is a terminal. {@code System.console()} asks standard input, too, and knows it from JDK to JDK. */
    private static boolean isTerminal(PrintStream terminal) {
        if (!terminal.equals(System.out) || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            String device = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false; // not on Linux, or closed
        }
    }

    private static Path makeFolder(Path results, String prefix, long unixSeconds, String ending) {
        try {
            Files.createDirectories(results);
            while (true) {
                try {
                    Path folder = Files.createDirectory(results.resolve(prefix + unixSeconds + ending));
                    Disk.force(results);
                    return folder;
                } catch (FileAlreadyExistsException e) {
                    unixSeconds++; // another run started in the same second
                }
            }
        } catch (IOException e) {
            throw new DatasetException(Precondition.RESULTS.line(results.toAbsolutePath(), e), e);
        }
    }

    /** Read a plan; empty when the file holds none, as a broken run of long ago may. */
    private static Optional<Plan> readPlan(Path file) {
        try {
            return Optional.of(PlanFile.read(file).plan());
        } catch (DatasetException e) {
            return Optional.empty();
        }
    }
}
