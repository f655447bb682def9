package io.github.lo2.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A number is written as Prometheus writes it")
class PrometheusNumbersTest {

    @ParameterizedTest(name = "{0} as {1}")
    @DisplayName("plainly and as short as it can be")
    @CsvSource({
        "9.66, 9.66",
        "1.0, 1",
        "0.0, 0",
        "-3.0, -3",
        "1.795500000123E9, 1795500000.123",
        "6.7108864E7, 67108864",
        "9007199254740992, 9007199254740992",
        "1.0E21, 1000000000000000000000",
        "2.0E23, 200000000000000000000000",
        "1.0E-7, 0.0000001",
        "5.684341886080802E-14, 0.00000000000005684341886080802",
        "0.1, 0.1",
        "100.5, 100.5",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf"
    })
    void isWrittenPlainly(double value, String text) {
        assertThat(PrometheusNumbers.format(value)).isEqualTo(text);
    }

    @Test
    @DisplayName("so that it reads back as the same number")
    void readsBack() {
        new Random(42)
                .doubles(10_000, -1e12, 1e12)
                .forEach(value -> assertThat(Double.parseDouble(PrometheusNumbers.format(value)))
                        .isEqualTo(value));
    }
}
