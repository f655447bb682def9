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
        "1.0E21, 1e+21",
        "9.99E20, 999000000000000000000",
        "2.0E23, 2e+23",
        "-2.5E23, -2.5e+23",
        "1.0E-7, 1e-07",
        "5.41E-7, 5.41e-07",
        "1.0E-6, 0.000001",
        "5.684341886080802E-14, 5.684341886080802e-14",
        "1.5E-120, 1.5e-120",
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
