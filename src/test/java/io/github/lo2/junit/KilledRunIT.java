package io.github.lo2.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.junit.KilledRun.Moment;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@link KilledRunRobustness}; on the Compose stack {@link ComposeEndIT} kills. */
@Tag("kill")
@DisabledIfSystemProperty(named = "lo2.stack", matches = "compose")
@DisplayName("A run that is killed")
class KilledRunIT {

    @TempDir
    Path folder;

    @Test
    @DisplayName("in a load and while a scenario is sealed is complete when it is resumed, and repeats nothing")
    void isCompleteWhenResumed() throws Exception {
        var run = new KilledRun(folder, 3, Duration.ofSeconds(5));

        assertThat(run.kill(Moment.LOAD, 2, Duration.ofSeconds(1))).isTrue();
        assertThat(run.open()).isEqualTo(2);
        assertThat(run.kill(Moment.SEALING, 1, Duration.ZERO)).isTrue();

        run.complete();
    }
}
