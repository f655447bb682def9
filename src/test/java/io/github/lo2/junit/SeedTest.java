package io.github.lo2.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The seed")
class SeedTest {
    private static final String OURS = "lo2.seed";
    private static final String JUNITS = "junit.jupiter.execution.order.random.seed";

    @Test
    @DisplayName("of the suite wins over JUnit's own")
    void ofTheSuiteWins() {
        assertThat(seed(Map.of(OURS, "42", JUNITS, "43"))).isEqualTo(42);
        assertThat(seed(Map.of(OURS, " ", JUNITS, "43"))).isEqualTo(43);
        assertThat(seed(Map.of(JUNITS, "43"))).isEqualTo(43);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("may be any whole number of 64 bits")
    @ValueSource(strings = {"0", "-7", "9223372036854775807", "-9223372036854775808"})
    void mayBeAnyLong(String text) {
        assertThat(seed(Map.of(OURS, " " + text + " "))).isEqualTo(Long.parseLong(text));
    }

    @Test
    @DisplayName("is drawn once a JVM when none is given, so that two discoveries order alike")
    void isDrawnOnce() {
        assertThat(seed(Map.of())).isEqualTo(seed(Map.of())).isBetween(0L, 999_999_999L);
    }

    @Test
    @DisplayName("that is no number counts as none; the parameters refuse it")
    void thatIsNoNumberCountsAsNone() {
        assertThat(seed(Map.of(OURS, "forty-two"))).isEqualTo(seed(Map.of()));
        assertThat(seed(Map.of(OURS, "9223372036854775808"))).isEqualTo(seed(Map.of()));
    }

    private static long seed(Map<String, String> configuration) {
        return Seed.of(name -> Optional.ofNullable(configuration.get(name)));
    }
}
