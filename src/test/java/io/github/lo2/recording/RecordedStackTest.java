package io.github.lo2.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.dataset.ScenarioState;
import io.github.lo2.dataset.SealedScenarios;
import io.github.lo2.plan.ParameterException;
import io.github.lo2.plan.Parameters;
import io.github.lo2.plan.Scenario;
import io.github.lo2.plan.StackKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The stack that a run was recorded on")
class RecordedStackTest {
    private static final ScenarioState SEALED = new ScenarioState.Sealed(
            SealedScenarios.facts(new Scenario(1, "correct", Duration.ofSeconds(2), Duration.ZERO), 1, 2), 9);
    private static final ScenarioState OPEN = new ScenarioState.Open("it has not been begun");

    @Test
    @DisplayName("is taken for the rest of it, whatever the best one is by now")
    void isTakenForTheRest() {
        var recorded = RecordedStack.of(List.of(OPEN, SEALED));

        assertThat(recorded.choice(Parameters.from(Map.of())).kind()).isEqualTo(StackKind.EMBEDDED);
        assertThatCode(() -> recorded.require("embedded")).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("is refused, with a scenario that it does not fit, when it is another one")
    void isRefusedWhenItIsAnother() {
        assertThatThrownBy(() -> RecordedStack.of(List.of(SEALED)).require("compose"))
                .isInstanceOf(ParameterException.class)
                .hasMessage(
                        "the plan does not fit: scenario 'correct' was recorded on the embedded stack, and this is the compose one; resume where that stack can be started, or begin a new run; nothing was recorded");
    }

    @Test
    @DisplayName("is left to the parameters while nothing is sealed")
    void isLeftToTheParameters() {
        var recorded = RecordedStack.of(List.of(OPEN));

        assertThat(recorded.choice(Parameters.from(Map.of("lo2.stack", "compose")))
                        .kind())
                .isEqualTo(StackKind.COMPOSE);
        assertThat(recorded.choice(Parameters.from(Map.of())).kind()).isEqualTo(StackKind.AUTO);
        assertThatCode(() -> recorded.require("compose")).doesNotThrowAnyException();
    }
}
