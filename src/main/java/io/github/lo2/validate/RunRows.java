package io.github.lo2.validate;

import io.github.lo2.dataset.DatasetException;
import io.github.lo2.dataset.RunTables;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.dataset.ScenarioFolder;
import io.github.lo2.system.LogId;
import io.github.lo2.table.Column;
import io.github.lo2.table.Table;
import io.github.lo2.table.TableException;
import io.github.lo2.table.TableParts;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Baseline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;

/**
 * The rows of a run, wherever it has them: in its tables; of a run that is not complete, in its scenarios' parts; and the
 * requests in each scenario's {@code requests.jsonl}.
 */
final class RunRows implements AutoCloseable {

    private final Path run;
    private final Problems problems;
    private final Path scratch;
    private final Rows tables;
    /** What each scenario's folder holds, by its tag. */
    private final Map<String, List<Rows>> folders = new HashMap<>();

    /** Views on the tables that are there and can be read. */
    private record Rows(TableViews views, Map<Table, List<Path>> files) implements AutoCloseable {
        static Rows open(Path folder, Map<Table, List<Path>> files) {
            return new Rows(TableViews.open(folder, files), files);
        }

        boolean has(Set<Table> wanted) {
            return files.keySet().containsAll(wanted);
        }

        @Override
        public void close() {
            views.close();
        }
    }

    private RunRows(Path run, Problems problems, Path scratch, Rows tables) {
        this.run = run;
        this.problems = problems;
        this.scratch = scratch;
        this.tables = tables;
    }

    /** Open the rows of a run; the caller closes them. */
    static RunRows open(Path run, RunDescription described, Problems problems) {
        try {
            Rows tables = Rows.open(run, readableTables(run, described, problems));
            var rows = new RunRows(run, problems, Files.createTempDirectory("lo2-validate-"), tables);
            rows.compareCounts(described);
            described.tags().stream()
                    .filter(tag -> Files.isDirectory(run.resolve(tag)))
                    .forEach(tag -> rows.openFolder(tag, described));
            return rows;
        } catch (IOException e) {
            throw new DatasetException("%s cannot be validated: %s".formatted(run, e.getMessage()), e);
        }
    }

    /** Tell whether there are any rows of a scenario. */
    boolean has(String tag) {
        return folders.containsKey(tag)
                || Stream.of(Table.SCENARIOS, Table.REQUESTS)
                        .filter(table -> tables.has(Set.of(table)))
                        .anyMatch(table -> hasRow(table, tag));
    }

    /** Tell whether a table has a row of a scenario; of one that cannot be read, that is said. */
    private boolean hasRow(Table table, String tag) {
        try {
            return tables.views()
                    .askOne(
                            "SELECT count(*) FROM %s WHERE scenario = ?".formatted(table.tableName()),
                            row -> row.getLong(1) > 0,
                            tag);
        } catch (TableException e) {
            String path = relative(RunTables.file(run, table));
            if (!problems.concern(path)) {
                problems.add(path, "rows that can be read", Problems.reason(e));
            }
            return false;
        }
    }

    /** Find views on some tables, that hold the rows of a scenario. */
    Optional<TableViews> of(String tag, Set<Table> wanted) {
        var candidates = new ArrayList<Rows>();
        candidates.add(tables);
        candidates.addAll(folders.getOrDefault(tag, List.of()));
        return candidates.stream()
                .filter(rows -> rows.has(wanted))
                .map(Rows::views)
                .findFirst();
    }

    /** Try trivial guesses on all requests. */
    Optional<Baseline> baseline(List<JudgedScenario> scenarios) {
        var files = new ArrayList<Path>(tables.files().getOrDefault(Table.REQUESTS, List.of()));
        if (files.isEmpty()) {
            scenarios.stream()
                    .flatMap(scenario -> folders.getOrDefault(scenario.tag(), List.of()).stream())
                    .map(rows -> rows.files().getOrDefault(Table.REQUESTS, List.of()))
                    .filter(requests -> !requests.isEmpty())
                    .distinct()
                    .forEach(files::addAll);
        }
        if (files.isEmpty() || scenarios.isEmpty()) {
            return Optional.empty();
        }
        try (TableViews requests = TableViews.open(run, Map.of(Table.REQUESTS, files))) {
            return Optional.of(TrivialGuesses.of(scenarios, requests));
        } catch (TableException e) {
            problems.add("requests", "rows that can be read", Problems.reason(e));
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        tables.close();
        folders.values().forEach(list -> list.forEach(Rows::close));
        try {
            PathUtils.deleteDirectory(scratch);
        } catch (IOException e) {
            throw new DatasetException(
                    "%s cannot be deleted; delete it by hand: %s".formatted(scratch, e.getMessage()), e);
        }
    }

    private static Map<Table, List<Path>> readableTables(Path run, RunDescription described, Problems problems) {
        var files = new EnumMap<Table, List<Path>>(Table.class);
        boolean expected = described.finished() && described.tables();
        for (Table table : Table.values()) {
            Path file = RunTables.file(run, table);
            String path = run.relativize(file).toString();
            if (!Files.exists(file)) {
                if (expected && !problems.concern(path)) {
                    problems.add(path, "a table of the run", "no file");
                }
            } else if (isReadable(run, path, table, file, problems)) {
                files.put(table, List.of(file));
            }
        }
        return files;
    }

    private static boolean isReadable(Path run, String path, Table table, Path file, Problems problems) {
        try (TableViews views = TableViews.open(run, Map.of(table, List.of(file)))) {
            List<Column.Shape> columns = views.shape(table);
            if (!columns.equals(table.shape())) {
                problems.add(
                        path,
                        "the columns of " + table.tableName(),
                        "%s that are not and %s that are missing"
                                .formatted(without(columns, table.shape()), without(table.shape(), columns)));
                return false;
            }
            return true;
        } catch (TableException e) {
            problems.add(path, "a Parquet file", Problems.reason(e));
            return false;
        }
    }

    private static List<String> without(List<Column.Shape> columns, List<Column.Shape> others) {
        return columns.stream()
                .filter(column -> !others.contains(column))
                .map(column -> column.name() + " " + column.type())
                .toList();
    }

    /** Compare how many rows of each scenario the tables have with how many the scenarios say. */
    private void compareCounts(RunDescription described) {
        if (!tables.has(Set.of(Table.SCENARIOS))) {
            return;
        }
        var expected = new EnumMap<Table, Map<String, Long>>(Table.class);
        Path scenarios = RunTables.file(run, Table.SCENARIOS);
        reading(scenarios, () -> {
            expected.put(Table.SCENARIOS, windows(described));
            expected.put(Table.REQUESTS, counts("SELECT scenario, requests FROM scenarios"));
            expected.put(Table.LOGS, counts("SELECT scenario, log_records FROM scenarios"));
            expected.put(Table.SPANS, counts("SELECT scenario, spans FROM scenarios"));
            expected.put(Table.METRICS, counts("SELECT scenario, samples FROM scenarios"));
        });
        for (Table table : List.of(Table.REQUESTS, Table.LOGS, Table.SPANS, Table.METRICS)) {
            Map<String, Long> wanted = expected.get(table);
            if (wanted != null && tables.has(Set.of(table))) {
                String rows = table == Table.METRICS ? "count(value)" : "count(*)";
                reading(
                        RunTables.file(run, table),
                        () -> compare(
                                table,
                                wanted,
                                counts("SELECT scenario, %s FROM %s GROUP BY scenario"
                                        .formatted(rows, table.tableName()))));
            }
        }
    }

    /** Compare the scenarios and their windows with what the run says of them otherwise; return the starts. */
    private Map<String, Long> windows(RunDescription described) {
        String path = relative(RunTables.file(run, Table.SCENARIOS));
        Map<String, Long> starts = counts("SELECT scenario, epoch_ns(start_time) FROM scenarios");
        Map<String, Long> ends = counts("SELECT scenario, epoch_ns(end_time) FROM scenarios");
        var tags = new TreeSet<>(starts.keySet());
        tags.addAll(described.tags());
        for (String tag : tags) {
            Long start = starts.get(tag);
            ScenarioFacts facts = described.facts().get(tag);
            if (start == null || !described.tags().contains(tag)) {
                problems.add(
                        path,
                        start == null ? "a row of '%s'".formatted(tag) : "only scenarios of the plan",
                        start == null ? "none" : "a row of '%s'".formatted(tag));
            } else if (facts != null
                    && (facts.startTime() != start
                            || !Long.valueOf(facts.endTime()).equals(ends.get(tag)))) {
                problems.add(
                        path,
                        "the window %s to %s ns of '%s'".formatted(facts.startTime(), facts.endTime(), tag),
                        "%s to %s ns".formatted(start, ends.get(tag)));
            }
        }
        return starts;
    }

    private void compare(Table table, Map<String, Long> expected, Map<String, Long> found) {
        var tags = new TreeSet<>(expected.keySet());
        tags.addAll(found.keySet());
        for (String tag : tags) {
            long wanted = expected.getOrDefault(tag, 0L);
            long there = found.getOrDefault(tag, 0L);
            if (wanted != there) {
                problems.add(
                        relative(RunTables.file(run, table)),
                        "%s %s of '%s' as in %s"
                                .formatted(
                                        wanted,
                                        table == Table.METRICS ? "samples" : "rows",
                                        tag,
                                        relative(RunTables.file(run, Table.SCENARIOS))),
                        Long.toString(there));
            }
        }
    }

    private Map<String, Long> counts(String sql) {
        return tables.views().ask(sql, row -> Map.entry(String.valueOf(row.getString(1)), row.getLong(2))).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum, TreeMap::new));
    }

    /** Open what the folder of a scenario holds: its parts, and its requests. */
    private void openFolder(String tag, RunDescription described) {
        var list = new ArrayList<Rows>();
        Map<Table, List<Path>> parts = partsIn(run.resolve(tag).resolve(ScenarioFolder.PARTS));
        if (!parts.isEmpty()) {
            reading(run.resolve(tag).resolve(ScenarioFolder.PARTS), () -> list.add(Rows.open(run, parts)));
        }
        Path requests = run.resolve(tag).resolve(ScenarioFolder.REQUESTS);
        if (Files.exists(requests)) {
            reading(
                    requests,
                    () -> list.add(readRequests(
                            tag, requests, Optional.ofNullable(described.facts().get(tag)))));
        } else if (described.folders() && !problems.concern(relative(requests))) {
            problems.add(relative(requests), "the requests of the scenario", "no file");
        }
        folders.put(tag, list);
    }

    private Rows readRequests(String tag, Path requests, Optional<ScenarioFacts> facts) {
        Path folder = scratch.resolve(tag);
        try (TableParts parts = TableParts.begin(folder, run.getFileName().toString(), tag, LogId.REQUEST, Map.of())) {
            parts.requests(requests);
            parts.finish();
        }
        Rows rows = Rows.open(folder, Map.of(Table.REQUESTS, partsIn(folder).getOrDefault(Table.REQUESTS, List.of())));
        rows.views()
                .ask(
                        "SELECT scenario, count(*) FROM requests WHERE scenario IS DISTINCT FROM ? GROUP BY scenario ORDER BY scenario",
                        row -> "%s of '%s'".formatted(row.getLong(2), row.getString(1)),
                        tag)
                .forEach(found -> problems.add(
                        relative(requests), "requests of '%s', the name of its folder".formatted(tag), found));
        long count = rows.views().askOne("SELECT count(*) FROM requests", row -> row.getLong(1));
        if (facts.isPresent() && facts.get().counts().requests() != count) {
            problems.add(
                    relative(requests),
                    "%s requests as in %s".formatted(facts.get().counts().requests(), ScenarioFolder.FACTS),
                    Long.toString(count));
        }
        return rows;
    }

    private static Map<Table, List<Path>> partsIn(Path folder) {
        var parts = new EnumMap<Table, List<Path>>(Table.class);
        for (Table table : Table.values()) {
            List<Path> files = RunTables.parts(folder, table);
            if (!files.isEmpty()) {
                parts.put(table, files);
            }
        }
        return parts;
    }

    /** Read a file; what cannot be read is said. */
    private void reading(Path file, Runnable reading) {
        try {
            reading.run();
        } catch (TableException e) {
            problems.add(relative(file), "rows that can be read", Problems.reason(e));
        }
    }

    private String relative(Path file) {
        return run.relativize(file).toString();
    }
}
