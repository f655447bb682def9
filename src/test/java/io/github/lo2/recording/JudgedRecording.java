package io.github.lo2.recording;

import io.github.lo2.dataset.SealedScenarios;
import io.github.lo2.plan.Scenario;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A scenario with given verdicts and without rows; what a body says against it can be looked at. */
public final class JudgedRecording implements Recording, AutoCloseable {
    private static final Scenario SCENARIO = new Scenario(1, "correct", Duration.ofSeconds(1), Duration.ZERO);

    private final CapturedScenario captured;

    private JudgedRecording(CapturedScenario captured) {
        this.captured = captured;
    }

    /** Judge it; the folder is for the tables. */
    public static JudgedRecording of(Path folder, List<Verdict> verdicts) {
        return new JudgedRecording(new CapturedScenario(
                SealedScenarios.facts(SCENARIO, 1, 2).judged(verdicts), TableViews.open(folder, Map.of())));
    }

    public List<String> objections() {
        return captured.objections().stream().map(AssertionError::getMessage).toList();
    }

    @Override
    public Scenario scenario() {
        return SCENARIO;
    }

    @Override
    public void awaitLoad() {
        // It is over.
    }

    @Override
    public CapturedScenario captured() {
        return captured;
    }

    @Override
    public void close() {
        captured.close();
    }
}
