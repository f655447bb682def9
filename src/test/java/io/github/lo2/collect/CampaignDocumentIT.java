package io.github.lo2.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.cli.DocumentedCommands;
import io.github.lo2.process.ChildProcessException;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.python.PythonEnvironment;
import io.github.lo2.time.EpochClock;
import io.github.lo2.validate.RecordedRun;
import io.github.lo2.validate.ScenarioRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Does what docs/campaigns.md says with the programs that it names; with Spark, which is 0.5 GB, only when asked: {@code -Dspark=true}. */
@Tag("readers")
@DisplayName("What docs/campaigns.md says")
class CampaignDocumentIT {
    private static final Path SCRIPTS = Path.of("src", "test", "python");
    private static final Path MANIFEST = Path.of("compose", "campaigns", "kubernetes-job.yaml");
    private static final Pattern SPARK =
            Pattern.compile("(requests = spark\\.read\\S+) +# after (spark\\.conf\\.set\\([^)]+\\))");
    private static final Pattern PYTHON = Pattern.compile("```python\n(import [^\n]*\n)\n(.*?)```", Pattern.DOTALL);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ChildProcesses processes = new ChildProcesses(EpochClock.system());

    @TempDir
    Path folder;

    @AfterEach
    void endProcesses() {
        processes.close();
    }

    @Test
    @DisplayName("loads all runs of a data set in one line, by DuckDB, Polars, pandas and datasets")
    void loadsInOneLine() throws Exception {
        Path dataset = collectedRuns();
        PythonEnvironment python = python("publishing");
        Matcher block = PYTHON.matcher(Files.readString(Path.of("docs", "campaigns.md")));
        assertThat(block.find()).isTrue();

        List<String> loaded = block.group(2)
                .lines()
                .filter(line -> !line.contains("spark"))
                .map(line -> last(run(
                        python,
                        "-W",
                        "ignore",
                        "-c",
                        "%s%s%nprint(type(requests).__module__.partition('.')[0], len(requests))"
                                .formatted(block.group(1), line.replace("\"doses", "\"" + dataset)))))
                .toList();

        long rows = rows(dataset);
        assertThat(rows).isPositive();
        assertThat(loaded)
                .usingElementComparator((left, right) -> left.replace("_", "").compareTo(right.replace("_", "")))
                .containsExactly("duckdb " + rows, "polars " + rows, "pandas " + rows, "datasets " + rows);
    }

    @Test
    @EnabledIfSystemProperty(named = "spark", matches = "true", disabledReason = "PySpark is 0.5 GB: -Dspark=true")
    @DisplayName("loads all runs of a data set in one line by Spark")
    void loadsInOneLineBySpark() throws Exception {
        Path dataset = collectedRuns();
        Matcher line = SPARK.matcher(Files.readString(Path.of("docs", "campaigns.md")));
        assertThat(line.find()).isTrue();

        List<String> said = run(
                python("spark"),
                "-c",
                "from pyspark.sql import SparkSession%nspark = SparkSession.builder.master('local[1]').getOrCreate()%n%s%n%s%nprint(requests.count())"
                        .formatted(line.group(2), line.group(1).replace("\"doses", "\"" + dataset)));

        assertThat(last(said)).isEqualTo(String.valueOf(rows(dataset)));
    }

    @Test
    @DisplayName("is a manifest that Kubernetes knows each member of")
    void isKnownToKubernetes() throws IOException {
        PythonEnvironment python = python("publishing");

        assertThat(last(run(python, validation(python, MANIFEST)))).contains("passed");

        Path misspelt = Files.writeString(
                folder.resolve("job.yaml"),
                Files.readString(MANIFEST).replace("backoffLimitPerIndex", "backOffLimitPerIndex"));
        assertThatThrownBy(() -> run(python, validation(python, misspelt)))
                .isInstanceOf(ChildProcessException.class)
                .hasMessageContaining("backOffLimitPerIndex");
    }

    /** Collect two runs into a folder of the name that the page has. */
    private Path collectedRuns() throws Exception {
        Path results = Files.createDirectory(folder.resolve("results"));
        List<ScenarioRows> scenarios = List.of(ScenarioRows.faulty(), ScenarioRows.correct());
        RecordedRun.complete(results, "parquet", scenarios);
        RecordedRun.complete(results, "parquet", scenarios);
        Path dataset = folder.resolve("doses");
        assertThat(Collection.of(results, dataset, false, 0, line -> {})).allMatch(CollectedRun::isTaken);
        return dataset;
    }

    /** Make the environment of Python that a file of the tests locks. */
    private PythonEnvironment python(String locked) {
        return PythonEnvironment.prepare(
                "what docs/campaigns.md says",
                SCRIPTS.resolve(locked + ".txt"),
                Path.of("target", locked),
                processes,
                line -> {});
    }

    private static String[] validation(PythonEnvironment python, Path manifest) {
        String[] command = DocumentedCommands.beginning("kubernetes-validate")
                .replace(MANIFEST.getFileName().toString(), manifest.toString())
                .split(" ");
        command[0] = python.folder().resolve("bin/kubernetes-validate").toString();
        return command;
    }

    private List<String> run(PythonEnvironment python, String... arguments) {
        return processes.run(
                python.command(
                        "Python of docs/campaigns.md",
                        List.of(arguments),
                        Path.of("").toAbsolutePath(),
                        Map.of(
                                "HF_HUB_OFFLINE",
                                "1",
                                "HF_HOME",
                                folder.resolve("hf").toString())),
                PATIENCE);
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }

    private static long rows(Path dataset) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet count =
                        statement.executeQuery("SELECT count(*) FROM '%s/requests/*.parquet'".formatted(dataset))) {
            count.next();
            return count.getLong(1);
        }
    }
}
