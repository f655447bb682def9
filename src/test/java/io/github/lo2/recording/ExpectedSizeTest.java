package io.github.lo2.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lo2.failure.PreconditionException;
import io.github.lo2.plan.Parameters;
import io.github.lo2.plan.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The expected size of a run")
class ExpectedSizeTest {
    private static final List<Scenario> MINUTES = List.of(
            new Scenario(1, "correct", Duration.ofSeconds(100), Duration.ofSeconds(3)),
            new Scenario(2, "two", Duration.ofSeconds(172), Duration.ofSeconds(3)));

    @ParameterizedTest(name = "{1} MB a second at {0} requests a second")
    @CsvSource({"380, 2.31", "59, 0.46", "113, 0.75", "230, 1.65"})
    @DisplayName("is near what runs took that were measured, in both formats")
    void isNearWhatWasMeasured(String rate, double megabytesASecond) {
        long bytes = of(Map.of("lo2.rate", rate)).bytes();

        // The tables count twice, since they are there twice while they are put together.
        assertThat(bytes / 272.0 / 1e6).isCloseTo(megabytesASecond, Percentage.withPercentage(25));
    }

    @Test
    @DisplayName("is that of one scenario's files and of the tables, where only tables are kept")
    void isLessForTablesAlone() {
        ExpectedSize both = of(Map.of("lo2.rate", "100"));
        ExpectedSize tables = of(Map.of("lo2.rate", "100", "lo2.formats", "parquet"));

        assertThat((both.bytes() - tables.bytes()) / 1e6).isCloseTo(100 * 0.7, within(0.1));
    }

    @Test
    @DisplayName("ends what would not fit before anything is started, in a line that says what to do")
    void endsWhatWouldNotFit() {
        var size = new ExpectedSize(2_000_000_000, 300);
        Path folder = Path.of("/data/runs");

        assertThatThrownBy(() -> size.require(folder, 1_999_999_999))
                .isInstanceOf(PreconditionException.class)
                .hasMessageContaining(
                        "the run needs about 2,000 MB in /data/runs, and 1,999 MB are free there; free some")
                .hasMessageContaining("nothing was started");
        assertThatCode(() -> size.require(folder, 2_000_000_000)).doesNotThrowAnyException();
        assertThat(size).hasToString("about 2,000 MB at 300 requests a second");
    }

    private static ExpectedSize of(Map<String, String> given) {
        return ExpectedSize.of(MINUTES, Parameters.from(given));
    }
}
