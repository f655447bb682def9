package io.github.lo2.recording;

import io.github.lo2.capture.WindowCapture;
import io.github.lo2.dataset.RecordedScenario;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.dataset.ScenarioFacts.Counts;
import io.github.lo2.load.RequestTally;
import io.github.lo2.plan.Scenario;
import io.github.lo2.signal.Missing;
import io.github.lo2.verdict.Verdict;
import java.util.List;

/** Writes down what is known of a scenario. */
final class FactSheet {
    private final String stackKind;

    FactSheet(String stackKind) {
        this.stackKind = stackKind;
    }

    /**
     * Write it down.
     *
     * @param series how many time series it has
     * @param missing what did not arrive
     */
    ScenarioFacts of(
            Scenario scenario,
            Turn.Begun begun,
            RecordedScenario recorded,
            long series,
            List<Missing> missing,
            List<Verdict> verdicts) {
        WindowCapture window = begun.window();
        RequestTally requests = begun.load().tally();
        return new ScenarioFacts(
                scenario.ordinal(),
                scenario.tag(),
                stackKind,
                scenario.duration().toNanos(),
                window.endNanos() - window.startNanos(),
                scenario.pause().toNanos(),
                begun.beyondNanos(),
                window.startNanos(),
                window.endNanos(),
                new Counts(
                        requests.total(),
                        requests.failures(),
                        requests.anomalies(),
                        requests.confirmed(),
                        window.lineCount(),
                        recorded.logRecordCount(),
                        window.spanCount(),
                        series,
                        recorded.sampleCount()),
                begun.rows(),
                List.copyOf(missing),
                verdicts);
    }
}
