package io.github.lo2.recording;

import io.github.lo2.card.Croissant;
import io.github.lo2.card.Licence;
import io.github.lo2.card.RunCard;
import io.github.lo2.card.RunCitation;
import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.Manifest.ClockFacts;
import io.github.lo2.dataset.MergedRun;
import io.github.lo2.dataset.RunFolder;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.plan.Format;
import io.github.lo2.report.ReportedRun;
import io.github.lo2.report.RunCharts;
import io.github.lo2.report.RunReport;
import io.github.lo2.stack.Stack;
import io.github.lo2.suite.Provenance;
import io.github.lo2.table.TableViews;
import io.github.lo2.time.ClockCourse;
import io.github.lo2.time.EpochClock;
import io.github.lo2.time.StepWatch;
import io.github.lo2.validate.JudgedScenario;
import io.github.lo2.validate.RunHardness;
import io.github.lo2.verdict.Drift;
import io.github.lo2.verdict.Evidence;
import io.github.lo2.verdict.Figure;
import io.github.lo2.verdict.Figures;
import io.github.lo2.verdict.Hardness;
import io.github.lo2.verdict.Unit;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import io.github.lo2.verdict.VerdictText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Completes a run when all its scenarios are sealed: tables, verdicts of the whole, report, checksums, manifest.
 *
 * <p>Until it is closed, it looks whether this machine's clock is set: that may come between two scenarios, too, and be undone
 * before the next one.
 */
final class RunCompletion implements AutoCloseable {
    private static final long CLOCK_TOLERANCE_NANOS = 1_000_000;
    /** As often as it is looked while a load goes on. */
    private static final long BETWEEN_LOOKS_MILLIS = 50;

    private final RunFolder run;
    private final Stack stack;
    private final Provenance provenance;
    private final EpochClock clock;
    private final List<ClockFacts> clocks = new ArrayList<>();
    private final StepWatch watch;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(RunCompletion::daemon);
    private @Nullable Once<Manifest> completion;

    RunCompletion(RunFolder run, Stack stack, Provenance provenance, EpochClock clock) {
        this.run = run;
        this.stack = stack;
        this.provenance = provenance;
        this.clock = clock;
        this.watch = StepWatch.begin(clock);
        clocks.addAll(clocks());
        var unused = looks.scheduleWithFixedDelay(watch::look, 0, BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Complete the run when all its scenarios are sealed, once; a later call gives the same, or fails in the same way.
     *
     * @param beyond what its scenarios cost beyond their durations and waits
     * @return its manifest; empty when a scenario of the plan is not sealed
     */
    synchronized Optional<Manifest> complete(Duration beyond) {
        if (completion == null) {
            List<ScenarioFacts> scenarios = run.facts();
            if (scenarios.size() < run.planned().scenarios().size()) {
                return Optional.empty();
            }
            completion = new Once<>(() -> completed(scenarios, beyond));
        }
        return Optional.of(completion.get());
    }

    /** Say how to go on with a run that ends before all its scenarios are sealed. */
    synchronized void end(Duration beyond) {
        if (completion == null) {
            sayEnded(beyond);
            run.log()
                    .say("Run not complete: %s of %s scenarios are sealed; go on with -Dlo2.resume=%s"
                            .formatted(
                                    run.facts().size(),
                                    run.planned().scenarios().size(),
                                    run.path()));
        }
    }

    /** Look at the clock no more. */
    @Override
    public void close() {
        looks.shutdownNow();
    }

    private Manifest completed(List<ScenarioFacts> scenarios, Duration beyond) {
        clocks.addAll(clocks());
        long begun = clock.nanos();
        MergedRun merged = run.merge(scenarios);
        run.log().say(String.format(Locale.ROOT, "Tables written in %.1f s", (clock.nanos() - begun) / 1e9));
        Optional<Hardness> hardness = hardness(scenarios, merged);
        hardness.map(VerdictText::lines).ifPresent(lines -> lines.forEach(run.log()::say));
        Drift drift = drift(scenarios);
        run.log().say(VerdictText.sentence(drift));
        Verdict clockVerdict = clockVerdict();
        if (!clockVerdict.passed()) {
            run.log().say(clockVerdict.toString());
        }
        // The last line: what follows is about the files, this one included.
        sayEnded(beyond);
        Manifest whole = manifest(scenarios, clockVerdict, drift, hardness, merged);
        return merged.complete(pages(whole, merged), whole);
    }

    private void sayEnded(Duration beyond) {
        run.log()
                .say(String.format(
                        Locale.ROOT,
                        "Run ended; %.2f s beyond durations and waits; %s",
                        beyond.toMillis() / 1000.0,
                        run.path()));
    }

    private Manifest manifest(
            List<ScenarioFacts> scenarios,
            Verdict clockVerdict,
            Drift drift,
            Optional<Hardness> hardness,
            MergedRun merged) {
        return new Manifest(
                Manifest.FORMAT,
                run.id(),
                run.path().getFileName().toString(),
                run.started(),
                EpochClock.toInstant(clock.nanos()).toString(),
                provenance.suite(),
                provenance.host(),
                provenance.stack(stack),
                run.planned(),
                run.parameters().replay().map(Object::toString).orElse(null),
                run.resumptions(),
                clocks,
                scenarios,
                List.of(clockVerdict),
                drift,
                hardness.orElse(null),
                merged.tableSizes(),
                "");
    }

    /** Judge the clocks that were asked: they agree as far as the asking can tell; and this machine's, which nobody set. */
    private Verdict clockVerdict() {
        List<ClockFacts> agreeing = clocks.stream()
                .filter(asked -> Math.abs(asked.offset()) <= CLOCK_TOLERANCE_NANOS + asked.uncertainty())
                .toList();
        ClockCourse course = watch.course();
        var rows = new ArrayList<Evidence>();
        if (course.wasSet()) {
            rows.add(new Evidence.ClockStep(course.wall(), course.monotonic(), course.step()));
        }
        clocks.forEach(asked ->
                rows.add(new Evidence.ClockReading(asked.clock(), asked.time(), asked.offset(), asked.uncertainty())));
        return Verdict.of(
                VerdictKind.CLOCK,
                agreeing.size() == clocks.size() && !course.wasSet(),
                new Figures()
                        .add("readings", clocks.size(), Unit.READINGS)
                        .add("agreeing", agreeing.size(), Unit.READINGS)
                        .add("tolerance", CLOCK_TOLERANCE_NANOS, Unit.NANOSECONDS)
                        .add("wall", Figure.seconds(course.wall()))
                        .add("monotonic", Figure.seconds(course.monotonic()))
                        .add("step", course.step(), Unit.NANOSECONDS)
                        .add("step_tolerance", ClockCourse.STEP_TOLERANCE_NANOS, Unit.NANOSECONDS)
                        .byName(),
                rows);
    }

    /** Measure how the throughput changed, as a detector could learn it instead of the label. */
    private static Drift drift(List<ScenarioFacts> scenarios) {
        return Drift.of(scenarios.stream()
                .map(facts -> facts.counts().requests() * 1e9 / facts.duration())
                .toList());
    }

    /** Measure how hard the run is; nothing without tables. */
    private Optional<Hardness> hardness(List<ScenarioFacts> scenarios, MergedRun merged) {
        if (!run.parameters().formats().contains(Format.PARQUET)) {
            return Optional.empty();
        }
        List<JudgedScenario> judged = scenarios.stream()
                .map(facts -> JudgedScenario.of(run.planned().system(), facts.tag(), facts))
                .toList();
        try (TableViews tables = merged.tables()) {
            return Optional.of(RunHardness.of(judged, tables));
        }
    }

    /** Write what the run says of itself. */
    private Map<String, String> pages(Manifest whole, MergedRun merged) {
        var licence = new Licence(run.parameters().licence());
        var pages = new TreeMap<String, String>();
        pages.put(RunFolder.REPORT, RunReport.html(ReportedRun.of(whole), charts(whole.scenarios(), merged)));
        pages.put(RunFolder.CARD, RunCard.of(whole, licence));
        pages.put(RunFolder.CROISSANT, Croissant.of(whole, licence, merged.tableSums()));
        pages.put(RunFolder.CITATION, RunCitation.of(whole, licence));
        return pages;
    }

    private RunCharts charts(List<ScenarioFacts> scenarios, MergedRun merged) {
        if (!run.parameters().formats().contains(Format.PARQUET)) {
            return RunCharts.none("the run keeps no tables; they are among what -Dlo2.formats=lo2,parquet keeps");
        }
        try (TableViews tables = merged.tables()) {
            return RunCharts.of(scenarios, tables);
        }
    }

    private static Thread daemon(Runnable looks) {
        var thread = new Thread(looks, "clock");
        thread.setDaemon(true);
        return thread;
    }

    private List<ClockFacts> clocks() {
        String time = EpochClock.toInstant(clock.nanos()).toString();
        return stack.clocks().entrySet().stream()
                .map(entry -> new ClockFacts(
                        entry.getKey(),
                        time,
                        entry.getValue().offsetNanos(),
                        entry.getValue().uncertaintyNanos()))
                .toList();
    }
}
