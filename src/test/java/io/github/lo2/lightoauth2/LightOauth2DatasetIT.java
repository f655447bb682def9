package io.github.lo2.lightoauth2;

import static io.github.lo2.assertions.DatasetAssertions.assertThat;
import static io.github.lo2.verdict.Unit.PERCENT;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.junit.BeforeScenarios;
import io.github.lo2.junit.DatasetRun;
import io.github.lo2.junit.Run;
import io.github.lo2.plan.Scenario;
import io.github.lo2.recording.Recording;
import io.github.lo2.stack.Service;
import io.github.lo2.stack.Stack;
import io.github.lo2.verdict.Verdict;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Records the data set of light-oauth2: one scenario for each tag of the Locust files. */
@DatasetRun(system = "light-oauth2")
class LightOauth2DatasetIT {

    @Test
    @BeforeScenarios
    @DisplayName("every service answers before any load")
    void everyServiceAnswers(Stack stack) {
        for (Service service : stack.services()) {
            given().relaxedHTTPSValidation().get(service.health()).then().statusCode(200);
        }
    }

    @TestFactory
    Stream<DynamicTest> scenarios(Run run) {
        return run.scenarios(LightOauth2DatasetIT::scenario);
    }

    /** What a scenario is, and all that must hold of it. */
    static void scenario(Recording recording) {
        recording.awaitLoad();
        assertThat(recording.captured())
                .hasItsWholeLoad()
                .hasItsLabelConfirmed()
                .hasNoOtherFailure()
                .hasSpansOf(99.5, PERCENT)
                .hasLogsOf(99, PERCENT)
                .coversItsWindow()
                .lostNothing()
                .hasAgreeingClocks()
                .staysInItsWindow()
                .hasEachKeyOnce()
                .hasASteadyBaseline()
                .hasItsFaultProved();
    }

    @Test
    @DisplayName("the data set is complete")
    void theDatasetIsComplete(Run run) {
        assertThat(run.complete()).as("manifest of %s", run.path()).hasValueSatisfying(manifest -> {
            assertThat(manifest.scenarios())
                    .extracting(ScenarioFacts::tag)
                    .containsExactlyElementsOf(
                            run.plan().scenarios().stream().map(Scenario::tag).toList());
            assertThat(manifest.verdicts()).as("verdicts of the run").allMatch(Verdict::passed);
        });
    }
}
