package io.github.lo2.recording;

import io.github.lo2.capture.WindowCapture;
import io.github.lo2.dataset.RecordedScenario;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.dataset.ScenarioFacts.Counts;
import io.github.lo2.dataset.ScenarioFacts.PhaseFacts;
import io.github.lo2.fault.FaultFacts;
import io.github.lo2.plan.Scenario;
import io.github.lo2.signal.Missing;
import io.github.lo2.time.ClockCourse;
import io.github.lo2.validate.RequestCounts;
import io.github.lo2.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes down what is known of a scenario. */
final class FactSheet {
    private final String stackKind;

    FactSheet(String stackKind) {
        this.stackKind = stackKind;
    }

    /**
     * Write it down.
     *
     * @param clock what this machine's clocks said
     * @param requests how many requests it has
     * @param series how many time series it has
     * @param repeats how many messages with spans came again
     * @param missing what did not arrive
     * @param fault its fault of the stack
     */
    ScenarioFacts of(
            Scenario scenario,
            Turn.Begun begun,
            RecordedScenario recorded,
            ClockCourse clock,
            RequestCounts requests,
            long series,
            long repeats,
            List<Missing> missing,
            List<Verdict> verdicts,
            Optional<FaultFacts> fault) {
        WindowCapture window = begun.window();
        return new ScenarioFacts(
                scenario.ordinal(),
                scenario.tag(),
                stackKind,
                scenario.duration().toNanos(),
                applied(begun),
                window.endNanos() - window.startNanos(),
                phases(begun),
                scenario.dose().isPresent() ? scenario.dose().getAsDouble() : null,
                scenario.pause().toNanos(),
                begun.beyondNanos(),
                window.startNanos(),
                window.endNanos(),
                clock,
                new Counts(
                        requests.requests(),
                        requests.failures(),
                        requests.faulty(),
                        requests.confirmed(),
                        window.lineCount(),
                        recorded.logRecordCount(),
                        window.spanCount(),
                        series,
                        recorded.sampleCount(),
                        repeats),
                begun.rows(),
                List.copyOf(missing),
                verdicts,
                fault.orElse(null));
    }

    /** Say how long the load went on until no more requests were sent, ns. */
    static long applied(Turn.Begun begun) {
        WindowCapture window = begun.window();
        return begun.load().ending().orElse(window.endNanos()) - window.startNanos();
    }

    /** Say when each phase was: together they are the window. */
    static List<PhaseFacts> phases(Turn.Begun begun) {
        List<PhaseCourse.Beginning> beginnings = begun.phases().beginnings();
        var phases = new ArrayList<PhaseFacts>();
        for (int i = 0; i < beginnings.size(); i++) {
            boolean last = i == beginnings.size() - 1;
            phases.add(new PhaseFacts(
                    beginnings.get(i).phase().word(),
                    i == 0 ? begun.window().startNanos() : beginnings.get(i).nanos(),
                    last ? begun.window().endNanos() : beginnings.get(i + 1).nanos()));
        }
        return phases;
    }
}
