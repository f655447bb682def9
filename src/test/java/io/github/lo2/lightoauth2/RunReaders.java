package io.github.lo2.lightoauth2;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.json.Json;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.python.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What people read a run with: LogLead for its files; pandas, Polars and DuckDB for its tables; RCABench's platform. */
final class RunReaders {
    private static final Path SCRIPTS = Path.of("src", "test", "python");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern TIME_OF_DAY = Pattern.compile("\\d{2}:\\d{2}:\\d{2}.\\d{3}");

    private final ChildProcesses processes;
    private final PythonEnvironment python;

    /** Make the readers' Python environment, or use it again: 0.6 GB, which {@code mvn clean} deletes. */
    RunReaders(ChildProcesses processes) {
        this.processes = processes;
        this.python = PythonEnvironment.prepare(
                "the reading of runs",
                SCRIPTS.resolve("requirements.txt"),
                Path.of("target", "readers"),
                processes,
                line -> {});
    }

    /**
     * Read a run with LogLead.
     *
     * @param run the run's folder
     */
    LogLeadRun readWithLogLead(Path run) throws IOException {
        return Json.MAPPER.readValue(run("read_with_loglead.py", run), LogLeadRun.class);
    }

    /**
     * Count in a run's files what LogLead is to find there: a record is a line that begins with a time of day.
     *
     * @param run the run's folder
     */
    static LogLeadRun count(Path run) throws IOException {
        var records = new ArrayList<LogLeadRun.Records>();
        var samples = new ArrayList<LogLeadRun.Samples>();
        for (Path scenario : list(run, Files::isDirectory)) {
            String tag = scenario.getFileName().toString();
            for (Path log : list(scenario, file -> file.getFileName().toString().contains("oauth2-oauth2-"))) {
                String service = log.getFileName().toString().replaceFirst("\\.log$", "");
                long count = records(log);
                if (count > 0) {
                    records.add(
                            new LogLeadRun.Records(tag, service, tag.equals("correct"), !tag.equals("correct"), count));
                }
            }
            Path load = scenario.resolve("metrics").resolve("metric_node_load1.json");
            if (Files.exists(load)) {
                long count = 0;
                for (JsonNode series : Json.MAPPER.readTree(load.toFile())) {
                    count += series.at("/metric/job").asText().equals("node")
                            ? series.get("values").size()
                            : 0;
                }
                samples.add(new LogLeadRun.Samples(tag, "node_load1", count));
            }
        }
        return new LogLeadRun(records, records.size(), samples, List.of());
    }

    /**
     * Load tables with pandas, Polars and DuckDB.
     *
     * @param tables the folder of the Parquet files
     */
    List<LoadedTable> loadTables(Path tables) throws IOException {
        return Json.MAPPER.readValue(run("read_tables.py", tables), new TypeReference<>() {});
    }

    /**
     * Read datapacks with the loaders of RCABench's platform.
     *
     * @param root the platform's data root
     * @param dataset the data set's name
     */
    List<Datapack> readDatapacks(Path root, String dataset) throws IOException {
        return Json.MAPPER.readValue(run("read_with_rcabench.py", root, dataset), new TypeReference<>() {});
    }

    /** Run a piece of Python; gives what it prints. */
    List<String> run(String code) {
        return processes.run(
                python.command(
                        "a piece of Python",
                        List.of("-W", "ignore", "-c", code),
                        Path.of("").toAbsolutePath(),
                        Map.of()),
                PATIENCE);
    }

    private String run(String script, Path folder, String... more) {
        var arguments = new ArrayList<>(List.of(
                "-W",
                "ignore",
                SCRIPTS.resolve(script).toAbsolutePath().toString(),
                folder.toAbsolutePath().toString()));
        arguments.addAll(List.of(more));
        var command = python.command(script, arguments, Path.of("").toAbsolutePath(), Map.of());
        return String.join("\n", processes.run(command, PATIENCE));
    }

    private static long records(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> TIME_OF_DAY.matcher(line.strip()).lookingAt())
                    .count();
        }
    }

    private static List<Path> list(Path folder, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(wanted)
                    .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                    .toList();
        }
    }

    /**
     * A run as LogLead sees it, sorted by scenario and service or metric.
     *
     * @param records log records by sequence
     * @param sequences how many sequences there are
     * @param samples of the one metric that it reads
     * @param complaints what it warned of
     */
    record LogLeadRun(List<Records> records, long sequences, List<Samples> samples, List<String> complaints) {

        /** Log records of one service in one scenario, and how they are labelled. */
        record Records(String testCase, String service, boolean normal, boolean anomaly, long records) {}

        /** Samples of one metric in one scenario. */
        record Samples(String testCase, String metricName, long samples) {}
    }

    /**
     * A table as a library loads it.
     *
     * @param library {@code pandas}, {@code polars} or {@code duckdb}
     * @param table the table's name
     * @param columns the library's name of each column's type, in order
     */
    record LoadedTable(String library, String table, long rows, Map<String, String> columns) {}

    /** What the platform's loaders make of a datapack. */
    record Datapack(
            String datapack,
            List<String> labels,
            Map<String, Long> rows,
            List<String> rootServices,
            List<String> services,
            List<String> spans,
            long injectTime) {}
}
