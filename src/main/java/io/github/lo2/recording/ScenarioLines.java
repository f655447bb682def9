package io.github.lo2.recording;

import io.github.lo2.capture.WindowCapture;
import io.github.lo2.dataset.RunLog;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.load.Load;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import io.github.lo2.report.Progress;
import io.github.lo2.signal.Missing;
import io.github.lo2.suite.ObservedStack;
import io.github.lo2.time.EpochClock;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictText;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Says in the run log what happens with a scenario: in the reference's words where these are true. */
final class ScenarioLines {
    private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(30);
    private static final Duration LIVE_INTERVAL = Duration.ofSeconds(1);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSxxx", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final RunLog log;
    private final Plan plan;
    private final ObservedStack.Origins origins;
    private final EpochClock clock;
    private final Progress progress;

    /**
     * @param plan the scenarios that are to be recorded
     * @param origins where logs and metrics come from
     */
    ScenarioLines(RunLog log, Plan plan, ObservedStack.Origins origins, EpochClock clock) {
        this.log = log;
        this.plan = plan;
        this.origins = origins;
        this.clock = clock;
        this.progress = new Progress(plan.scenarios().size(), ZoneId.systemDefault());
    }

    void started(Scenario scenario, long startNanos) {
        log.say(
                startNanos,
                "Starting locust test for tag '%s' with duration %ss"
                        .formatted(scenario.tag(), scenario.duration().toSeconds()));
    }

    void finished(Scenario scenario) {
        log.say("Finished locust test for tag '%s'".formatted(scenario.tag()));
    }

    void slowExit(String what) {
        log.say(what);
    }

    void logsFetched(WindowCapture window) {
        log.say("Fetched %s from %s".formatted(origins.logs(), span(window)));
    }

    void metricsFetched(WindowCapture window, MetricReading metrics) {
        log.say(
                metrics.whole()
                        ? "Fetched %s from %s".formatted(origins.metrics(), span(window))
                        : "No %s from %s: %s"
                                .formatted(
                                        origins.metrics(),
                                        span(window),
                                        metrics.missing().stream()
                                                .map(Missing::what)
                                                .collect(Collectors.joining("; "))));
    }

    /**
     * Say that a scenario is sealed, and what speaks against it: that is kept with its rows; what passed is shown in a line.
     *
     * @param objections what its body says against it
     */
    void sealed(Scenario scenario, ScenarioFacts facts, List<Throwable> objections) {
        log.say("Sealed scenario '%s'".formatted(scenario.tag()));
        log.show(String.format(
                Locale.ROOT,
                "%d log lines, %d spans, %d series; sealed %.2f s after the load",
                facts.counts().logLines(),
                facts.counts().spans(),
                facts.counts().series(),
                (clock.nanos() - facts.endTime()) / 1e9));
        facts.verdicts().forEach(this::say);
        objections.stream()
                .map(objection -> String.valueOf(objection.getMessage()))
                .filter(words -> facts.objections().stream().noneMatch(verdict -> words.equals(verdict.toString())))
                .forEach(
                        words -> log.say("Scenario '%s' is not as its test says: %s".formatted(scenario.tag(), words)));
        sayWait(scenario);
    }

    /** Say why a scenario is not kept; what ends it is thrown in any case, also when the log cannot be written. */
    void notKept(Scenario scenario, Throwable why) {
        try {
            log.say("Scenario '%s' is not kept: %s".formatted(scenario.tag(), why));
            sayWait(scenario);
        } catch (RuntimeException e) {
            why.addSuppressed(e);
        }
    }

    /**
     * Show the progress of a load: in lines that are drawn again each second, or, where there is no terminal, in a line each 30 s.
     *
     * @param phase words which phase it is in
     */
    Runnable progress(Scenario scenario, Load load, Supplier<String> phase) {
        long start = clock.nanos();
        Duration interval = log.isLive() ? LIVE_INTERVAL : PROGRESS_INTERVAL;
        return new Runnable() {
            private long shown = start;

            @Override
            public void run() {
                long now = clock.nanos();
                if (now - shown >= interval.toNanos()) {
                    shown = now;
                    Duration elapsed = Duration.ofNanos(now - start);
                    if (log.isLive()) {
                        log.redraw(liveLines(scenario, load, phase.get(), elapsed));
                    } else {
                        log.show(progressLine(scenario, load, elapsed));
                    }
                }
            }
        };
    }

    private String progressLine(Scenario scenario, Load load, Duration elapsed) {
        return progress.line(
                plan.scenarios().indexOf(scenario) + 1,
                scenario.tag(),
                elapsed,
                scenario.duration(),
                load.tally().total(),
                load.tally().failures(),
                end(scenario, elapsed));
    }

    private List<String> liveLines(Scenario scenario, Load load, String phase, Duration elapsed) {
        return progress.live(
                plan.scenarios().indexOf(scenario) + 1,
                scenario.tag(),
                phase,
                elapsed,
                scenario.duration(),
                load.tally().total(),
                load.tally().p95(),
                load.tally().failures(),
                end(scenario, elapsed),
                log.freeBytes());
    }

    private Instant end(Scenario scenario, Duration elapsed) {
        List<Scenario> rest = plan.scenarios()
                .subList(plan.scenarios().indexOf(scenario), plan.scenarios().size());
        return EpochClock.toInstant(clock.nanos())
                .plus(new Plan(plan.seed(), rest).length())
                .minus(elapsed);
    }

    private void say(Verdict verdict) {
        if (verdict.passed()) {
            log.show("%s: %s".formatted(verdict.kind(), VerdictText.sentence(verdict)));
        } else {
            log.say(verdict.toString());
        }
    }

    private void sayWait(Scenario scenario) {
        if (plan.scenarios().indexOf(scenario) < plan.scenarios().size() - 1) {
            log.say("Waiting for %ss".formatted(scenario.pause().toSeconds()));
        }
    }

    private static String span(WindowCapture window) {
        return "%s to %s".formatted(time(window.startNanos()), time(window.endNanos()));
    }

    private static String time(long epochNanos) {
        return TIME.format(EpochClock.toInstant(epochNanos));
    }
}
