package io.github.lo2.recording;

import io.github.lo2.capture.WindowCapture;
import io.github.lo2.dataset.OpenScenario;
import io.github.lo2.dataset.RecordedScenario;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.fault.FaultCourse;
import io.github.lo2.plan.Scenario;
import io.github.lo2.signal.Missing;
import io.github.lo2.signal.Signal;
import io.github.lo2.suite.Arrival;
import io.github.lo2.table.TableViews;
import io.github.lo2.time.ClockCourse;
import io.github.lo2.validate.JudgedScenario;
import io.github.lo2.validate.RequestCounts;
import io.github.lo2.validate.ScenarioVerdicts;
import io.github.lo2.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way of one scenario whose load has begun, from top to bottom: what its body says, its load, the end of its window, the
 * arrival of its signals, its verdicts, its seal.
 *
 * <p>What the phases of the load set off goes on beside it, see {@link PhaseCourse}.
 *
 * <p>The body goes the steps of {@link Recording} when it wants to; each is gone once. It cannot keep the scenario from being
 * sealed.
 */
final class ScenarioWay implements Recording {
    private final Scenario scenario;
    private final Turn.Begun begun;
    private final WindowCapture window;
    private final OpenScenario folder;
    private final WayParts parts;
    /** How many messages had come again before. */
    private final long repeatsBefore;

    private final List<Missing> missing = new ArrayList<>();
    private final List<Throwable> phaseObjections = new ArrayList<>();
    private final Once<Long> loadEnd = new Once<>(this::endOfLoad);
    private final Once<Captured> captured = new Once<>(this::capture);

    /** What was captured, for the body and for the seal. */
    private record Captured(CapturedScenario shown, RecordedScenario recorded) {}

    ScenarioWay(Scenario scenario, Turn.Begun begun, WayParts parts) {
        this.scenario = scenario;
        this.begun = begun;
        this.window = begun.window();
        this.folder = begun.folder();
        this.parts = parts;
        this.repeatsBefore = parts.observed().arrival().repeats();
    }

    /**
     * Go it to its end.
     *
     * @return what the body says against the scenario, which is sealed nevertheless
     * @throws RuntimeException what keeps it from being sealed
     */
    List<Throwable> follow(ScenarioBody body) {
        parts.lines().started(scenario, window.startNanos());
        List<Throwable> objections = told(body);
        Captured whole = captured.get(); // and the load before it, where the body has not
        try (CapturedScenario shown = whole.shown()) {
            objections.addAll(shown.objections());
        }
        objections.addAll(phaseObjections);
        requireStanding();
        whole.recorded().seal(whole.shown().facts());
        parts.lines().sealed(scenario, whole.shown().facts(), objections);
        return objections;
    }

    @Override
    public Scenario scenario() {
        return scenario;
    }

    @Override
    public void awaitLoad() {
        loadEnd.get();
    }

    @Override
    public CapturedScenario captured() {
        return captured.get().shown();
    }

    private List<Throwable> told(ScenarioBody body) {
        var objections = new ArrayList<Throwable>();
        try {
            body.follow(this);
        } catch (Throwable e) {
            objections.add(e);
        }
        return objections;
    }

    private long endOfLoad() {
        Runnable progress = parts.lines().progress(scenario, begun.load(), this::phaseNow);
        long end = LoadEnd.await(begun.load(), () -> {
            begun.clock().look();
            progress.run();
        });
        window.end(end);
        phaseObjections.addAll(begun.phases().end());
        parts.lines().finished(scenario);
        parts.observed().stack().trouble().ifPresent(what -> missing.add(new Missing(Signal.STACK, what)));
        parts.turns().prepareAfter(scenario);
        return end;
    }

    /** Word which phase it is in, and which fault is on. */
    private String phaseNow() {
        List<PhaseCourse.Beginning> begunPhases = begun.phases().beginnings();
        String phase = begunPhases.isEmpty()
                ? ""
                : begunPhases.get(begunPhases.size() - 1).phase().word();
        return parts.faults()
                .course(scenario)
                .map(FaultCourse::facts)
                .filter(fault -> fault.injected() != null && fault.recovered() == null)
                .map(fault -> "%s (%s on)".formatted(phase, fault.kind()))
                .orElse(phase);
    }

    private Captured capture() {
        long end = loadEnd.get();
        Arrival.Mark mark = parts.observed().arrival().awaitLogs(window);
        if (!parts.isolated()) {
            parts.turns().beginNext(end + scenario.pause().toNanos());
        }
        missing.addAll(parts.observed().arrival().awaitRest(mark));
        begun.load().finish().ifPresent(parts.lines()::slowExit);
        parts.lines().logsFetched(window);

        MetricReading metrics = MetricReading.of(parts.observed().metrics(), window, folder);
        missing.addAll(metrics.missing());
        missing.addAll(window.late());
        parts.lines().metricsFetched(window, metrics);

        RecordedScenario recorded = folder.complete(
                window.startNanos(),
                parts.faults().course(scenario).map(FaultCourse::hits).orElse(List.of()),
                parts.faults().course(scenario).flatMap(fault -> fault.exposure(end)));
        TableViews tables = recorded.tables();
        try {
            long repeats = parts.observed().arrival().repeats() - repeatsBefore;
            ClockCourse clock = begun.clock().course();
            List<Verdict> verdicts = ScenarioVerdicts.of(judged(clock, repeats), tables);
            ScenarioFacts facts = parts.factSheet()
                    .of(
                            scenario,
                            begun,
                            recorded,
                            clock,
                            RequestCounts.of(scenario.tag(), tables),
                            metrics.series(),
                            repeats,
                            missing,
                            verdicts,
                            parts.faults().course(scenario).map(FaultCourse::facts));
            return new Captured(new CapturedScenario(facts, tables), recorded);
        } catch (RuntimeException | Error e) {
            try (tables) {
                throw e;
            }
        }
    }

    private JudgedScenario judged(ClockCourse clock, long repeats) {
        return new JudgedScenario(
                parts.system(),
                parts.observed().stack().kind(),
                scenario.tag(),
                scenario.duration().toNanos(),
                FactSheet.applied(begun),
                window.startNanos(),
                window.endNanos(),
                Optional.of(clock),
                scenario.dose(),
                FactSheet.phases(begun),
                repeats,
                missing,
                parts.faults().course(scenario).map(FaultCourse::facts));
    }

    /** What is asked of a stack that is being taken down looks like a stack that has failed. */
    private void requireStanding() {
        if (parts.ending().getAsBoolean()) {
            throw new RecordingException("the stack was taken down before all its signals were there", null);
        }
    }
}
