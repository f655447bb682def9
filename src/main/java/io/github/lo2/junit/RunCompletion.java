package io.github.lo2.junit;

import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.Manifest.ClockFacts;
import io.github.lo2.dataset.RunFolder;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.dataset.Verdict;
import io.github.lo2.stack.Stack;
import io.github.lo2.suite.Provenance;
import io.github.lo2.time.EpochClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Completes a run when all its scenarios are sealed: tables, verdicts of the whole, report, checksums, manifest. */
final class RunCompletion {
    private final RunFolder run;
    private final Stack stack;
    private final Provenance provenance;
    private final EpochClock clock;
    private final List<ClockFacts> clocks = new ArrayList<>();
    private Optional<Manifest> manifest = Optional.empty();
    private boolean ended;

    RunCompletion(RunFolder run, Stack stack, Provenance provenance, EpochClock clock) {
        this.run = run;
        this.stack = stack;
        this.provenance = provenance;
        this.clock = clock;
        clocks.addAll(clocks());
    }

    /**
     * Complete the run, once.
     *
     * @param beyond what its scenarios cost beyond their durations and waits
     * @return its manifest; empty when a scenario of the plan is not sealed
     */
    Optional<Manifest> complete(Duration beyond) {
        if (!ended) {
            ended = true;
            manifest = completed(beyond);
        }
        return manifest;
    }

    private Optional<Manifest> completed(Duration beyond) {
        List<ScenarioFacts> scenarios = run.facts();
        int planned = run.planned().scenarios().size();
        if (scenarios.size() < planned) {
            sayEnded(beyond);
            run.log()
                    .say("Run not complete: %d of %d scenarios are sealed; go on with -Dlo2.resume=%s"
                            .formatted(scenarios.size(), planned, run.path()));
            return Optional.empty();
        }
        clocks.addAll(clocks());
        long begun = clock.nanos();
        run.completeTables(scenarios);
        run.log().say("Tables written in %.1f s".formatted((clock.nanos() - begun) / 1e9));
        // The last line: what follows is about the files, this one included.
        sayEnded(beyond);
        return Optional.of(run.complete(
                "",
                new Manifest(
                        Manifest.FORMAT,
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
                        verdicts(),
                        baselines(),
                        run.tableSizes(),
                        "")));
    }

    private void sayEnded(Duration beyond) {
        run.log()
                .say("Run ended; %.2f s beyond durations and waits; %s"
                        .formatted(beyond.toMillis() / 1000.0, run.path()));
    }

    private List<Verdict> verdicts() {
        return List.of();
    }

    private List<String> baselines() {
        return List.of();
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
