package io.github.lo2.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The parameters of a run")
class ParametersTest {

    @Test
    @DisplayName("are those of the reference when none is given")
    void areThoseOfTheReference() {
        assertThat(Parameters.from(Map.of()))
                .returns(StackKind.AUTO, Parameters::stack)
                .returns(OptionalLong.empty(), Parameters::seed)
                .returns(new Interval(20, 180), Parameters::duration)
                .returns(new Interval(1, 5), Parameters::pause)
                .returns(14, Parameters::users)
                .returns(Optional.empty(), Parameters::warmup)
                .returns(Isolation.NONE, Parameters::isolation)
                .returns(Path.of("results"), Parameters::results)
                .satisfies(parameters -> assertThat(parameters.scenarios()).isEmpty());
    }

    @Test
    @DisplayName("are those of the table in docs/record.md, with default and meaning")
    void areThoseOfTheDocument() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("docs", "record.md")).stream()
                .filter(line -> line.startsWith("| `lo2."))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(
                        Parameters.ALL.stream().map(Parameter::row).toList());
    }

    @Test
    @DisplayName("are taken from JUnit's configuration before they are taken from the JVM's properties")
    void areTakenFromBoth() {
        var properties = new Properties();
        properties.setProperty("lo2.users", "9");
        properties.setProperty("lo2.warmup", "1");

        Map<String, String> given =
                Parameters.given(properties, name -> Optional.of("8").filter(value -> name.equals("lo2.users")));

        assertThat(Parameters.from(given))
                .returns(8, Parameters::users)
                .returns(Optional.of(Duration.ofSeconds(1)), Parameters::warmup);
    }

    @Test
    @DisplayName("are read from what is given, blanks around a value ignored")
    void areRead() {
        var given = Map.of(
                "lo2.stack", "embedded",
                "lo2.seed", "-42",
                "lo2.scenarios", "correct, update_user_*,",
                "lo2.duration", "10",
                "lo2.wait", " 0..2 ",
                "lo2.phases", "10..20/5/0",
                "lo2.background", "0.02",
                "lo2.rate", "2.5",
                "lo2.isolation", "database",
                "lo2.results", "target/runs");

        assertThat(Parameters.from(given))
                .returns(StackKind.EMBEDDED, Parameters::stack)
                .returns(OptionalLong.of(-42), Parameters::seed)
                .returns(new Interval(10, 10), Parameters::duration)
                .returns(new Interval(0, 2), Parameters::pause)
                .returns(
                        Optional.of(
                                new PhaseSplit.Seconds(new Interval(10, 20), new Interval(5, 5), new Interval(0, 0))),
                        Parameters::phases)
                .returns(0.02, Parameters::background)
                .returns(OptionalDouble.of(2.5), Parameters::rate)
                .returns(Arrival.POISSON, Parameters::arrival)
                .returns(14, Parameters::users)
                .returns(Isolation.DATABASE, Parameters::isolation)
                .returns(Path.of("target", "runs"), Parameters::results)
                .satisfies(
                        parameters -> assertThat(parameters.scenarios()).containsExactly("correct", "update_user_*"));
    }

    private static final Map<String, String> ALLOWED = Map.of(
            "PHASES",
            "baseline/fault/recovery in per cent that add up to 100, such as 40/40/20, or in seconds with an interval"
                    + " among them, such as 10..20/10/5; the fault is above 0",
            "DOSE",
            "a share above 0 and at most 1 with up to six digits behind the point, such as 0.05 or 0.01..0.1");

    @ParameterizedTest(name = "{0}={1}")
    @DisplayName("are refused with name, value and what is allowed when one is wrong")
    @CsvSource(delimiter = '|', textBlock = """
        lo2.stack    | kubernetes           | auto or compose or embedded
        lo2.stack    | Embedded             | auto or compose or embedded
        lo2.seed     | forty-two            | a whole number of at most 63 bits, such as 42
        lo2.seed     | 9223372036854775808  | a whole number of at most 63 bits, such as 42
        lo2.duration | soon                 | seconds from 1 to 21600, such as 1 or 1..3
        lo2.duration | 0                    | seconds from 1 to 21600, such as 1 or 1..3
        lo2.duration | 180..20              | seconds from 1 to 21600, such as 1 or 1..3
        lo2.duration | 1.5                  | seconds from 1 to 21600, such as 1 or 1..3
        lo2.duration | 20..21601            | seconds from 1 to 21600, such as 1 or 1..3
        lo2.wait     | -1                   | seconds from 0 to 3600, such as 0 or 0..2
        lo2.wait     | 1..                  | seconds from 0 to 3600, such as 0 or 0..2
        lo2.phases   | 40/40                | PHASES
        lo2.phases   | 40/40/10             | PHASES
        lo2.phases   | 60/0/40              | PHASES
        lo2.phases   | 10..20/0/5           | seconds from 1 to 21600, such as 1 or 1..3
        lo2.dose     | 0                    | DOSE
        lo2.dose     | 1.1                  | DOSE
        lo2.dose     | 0.1..0.01            | DOSE
        lo2.combine  | 3                    | a whole number from 1 to 2
        lo2.background | 0.11               | a share from 0 to 0.1, such as 0.02
        lo2.background | 1                  | a share from 0 to 0.1, such as 0.02
        lo2.rate     | 0                    | requests a second above 0 and below 100000, such as 60 or 2.5
        lo2.rate     | fast                 | requests a second above 0 and below 100000, such as 60 or 2.5
        lo2.arrival  | uniform              | poisson or constant
        lo2.users    | 0                    | a whole number from 1 to 1000
        lo2.users    | 1001                 | a whole number from 1 to 1000
        lo2.users    | seven                | a whole number from 1 to 1000
        lo2.warmup   | 3601                 | steady, or a whole number from 0 to 3600
        lo2.isolation | container           | none or database or stack
        lo2.isolation | STACK               | none or database or stack
        """)
    void areRefused(String name, String value, String allowed) {
        assertThatThrownBy(() -> Parameters.from(Map.of(name, value)))
                .isInstanceOf(ParameterException.class)
                .hasMessage(
                        "%s=%s is not allowed; expected %s; nothing was started",
                        name, value, ALLOWED.getOrDefault(allowed, allowed));
    }

    @Test
    @DisplayName("are refused when a results folder is no path")
    void areRefusedWithoutAPath() {
        assertThatThrownBy(() -> Parameters.from(Map.of("lo2.results", "a\0b")))
                .isInstanceOf(ParameterException.class)
                .hasMessageStartingWith("lo2.results=a\0b is not allowed; expected a path");
    }

    @Test
    @DisplayName("are refused with a name that none of them has, which all are then named")
    void areRefusedWithAnUnknownName() {
        assertThatThrownBy(() -> Parameters.from(Map.of("lo2.durations", "10", "java.version", "17")))
                .isInstanceOf(ParameterException.class)
                .hasMessage(
                        "lo2.durations is not a parameter; expected one of %s",
                        Parameters.ALL.stream().map(Parameter::name).collect(Collectors.joining(", ")));
    }

    @ParameterizedTest(name = "''{0}''")
    @DisplayName("count as not given when blank, as the empty properties of a pom are")
    @ValueSource(strings = {"", " ", "\t\n"})
    void countAsNotGivenWhenBlank(String blank) {
        var given = Map.of(
                "lo2.stack", blank,
                "lo2.seed", blank,
                "lo2.scenarios", blank,
                "lo2.duration", blank,
                "lo2.users", blank,
                "lo2.isolation", blank,
                "lo2.results", blank);

        assertThat(Parameters.from(given)).isEqualTo(Parameters.from(Map.of()));
    }

    @Test
    @DisplayName("are not those of other software")
    void areNotThoseOfOthers() {
        assertThat(Parameters.from(Map.of("junit.jupiter.execution.parallel.enabled", "true", "lo", "1")))
                .isEqualTo(Parameters.from(Map.of()));
    }

    @Test
    @DisplayName("may have a deadline, so long from now or at a moment")
    void mayHaveADeadline() {
        Instant now = Instant.parse("2026-12-01T12:00:00Z");
        assertThat(Map.of("90s", 90, "45m", 2_700, "3h", 10_800, "2026-12-01T18:00:00Z", 21_600))
                .allSatisfy((text, seconds) -> assertThat(Parameters.from(Map.of("lo2.deadline", text))
                                .deadline()
                                .orElseThrow()
                                .from(now))
                        .isEqualTo(now.plusSeconds(seconds)));
        assertThatThrownBy(() -> Parameters.from(Map.of("lo2.deadline", "soon")))
                .hasMessageStartingWith("lo2.deadline=soon is not allowed; expected how long from now, such as 90s");
    }
}
