package io.github.lo2.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The definition of a system")
class SystemDefinitionTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() throws IOException {
        file = Files.createDirectory(folder.resolve("shop")).resolve("system.json");
    }

    @Test
    @DisplayName("may be short: the folder gives the name, the shares are the usual ones, there is no database")
    void mayBeShort() throws Exception {
        Files.writeString(file, """
            {"scheme": "http", "run_prefix": "shop_run_", "log_id": "trace_id", "required_metrics": []}\
            """);

        assertThat(SystemDefinition.read(file))
                .returns("http", SystemDefinition::scheme)
                .returns(
                        new SystemFacts("shop", "shop_run_", LogId.TRACE, 0.995, 0.99, List.of()),
                        SystemDefinition::facts)
                .satisfies(system -> assertThat(system.database()).isEmpty());
    }

    @Test
    @DisplayName("says how the database is spoken to, and what differs from the usual shares")
    void saysWhatDiffers() throws Exception {
        Files.writeString(file, """
            {"scheme": "http", "run_prefix": "s", "log_id": "request_id", "spans_joined": 0.9, "logs_joined": 0.8,
             "required_metrics": [{"stack": "compose", "label": "name", "values": ["a", "b"], "metrics": ["c"]}],
             "database": {"product": "Fruit", "url": "jdbc:fruit://here:${port}/", "clock": "NOW", "drop_freely": "GO"}}\
            """);

        SystemDefinition system = SystemDefinition.read(file);

        var required = new RequiredMetrics("compose", "name", List.of("a", "b"), List.of("c"));
        assertThat(system.facts()).isEqualTo(new SystemFacts("shop", "s", LogId.REQUEST, 0.9, 0.8, List.of(required)));
        assertThat(system.database())
                .hasValueSatisfying(database -> assertThat(database.url(3333)).isEqualTo("jdbc:fruit://here:3333/"));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("is refused with the file and what is wrong")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"run_prefix": "a", "log_id": "trace_id"}                        | <file> has no 'scheme'; say it there
        {"scheme": "http", "log_id": "trace_id"}                         | <file> has no 'run_prefix'; say it there
        {"scheme": "http", "run_prefix": "a"}                            | <file> has no 'log_id'; say it there
        {"scheme": "http", "run_prefix": "../a", "log_id": "trace_id"}   | <file>: run_prefix is '../a'; expected letters, digits and . _ - only
        {"scheme": "http", "run_prefix": "a", "log_id": "span_id"}       | <file> is not the definition of a system: Cannot deserialize value of type
        {"scheme": "http", "run_prefix": "a", "log_id": "trace_id"}      | <file> has no 'required_metrics'; say it there
        {"scheme": "http", "run_prefix": "a", "log_id": "trace_id", "required_metrics": [{"stack": "pods", "label": "name", "values": ["b"], "metrics": ["c"]}]} | <file>: required_metrics has stack 'pods', values [b] and metrics [c]; expected 'compose' or 'embedded', and some of each
        {"scheme": "http", "run_prefix": "a", "log_id": "trace_id", "required_metrics": [{"stack": "compose", "label": "name", "values": [], "metrics": ["c"]}]} | <file>: required_metrics has stack 'compose', values [] and metrics [c]; expected
        {"scheme": "http", "sceme": "http"}                              | <file> is not the definition of a system: Unrecognized field "sceme"
        """)
    void isRefused(String content, String expected) throws Exception {
        Files.writeString(file, content);

        assertThatThrownBy(() -> SystemDefinition.read(file))
                .isInstanceOf(SystemException.class)
                .hasMessageStartingWith(expected.replace("<file>", file.toString()));
    }
}
