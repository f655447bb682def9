package io.github.lo2.validate;

import io.github.lo2.dataset.RunTables;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.dataset.ScenarioFolder;
import io.github.lo2.table.Column;
import io.github.lo2.table.GroundTruth;
import io.github.lo2.table.Table;
import io.github.lo2.table.TableException;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Hardness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a run, wherever it has them: in its tables; of a run that is not complete, in its scenarios' parts; and the
 * requests in each scenario's {@code requests.jsonl}.
 *
 * <p>All are read where they are. Only the tables are open all the time; what a scenario's folder holds is open while that
 * scenario is judged, so that a run of many scenarios takes no more memory than one of few.
 */
final class RunRows implements AutoCloseable {

    /** Both in one question: to read JSON takes longer than all else. */
    private static final String LINES =
            "SELECT scenario, count(*), %s, %s FROM requests GROUP BY scenario ORDER BY scenario"
                    .formatted(GroundTruth.DIGEST, GroundTruth.LACKING);

    private final Path run;
    private final RunDescription described;
    private final Problems problems;
    private final Opener opener;
    private final Rows tables;
    /** The files of each table in the folders of the scenarios that were opened. */
    private final Map<Table, List<Path>> filesOfFolders = new EnumMap<>(Table.class);

    /** Opens tables, as {@link TableViews#open} does. */
    @FunctionalInterface
    interface Opener {
        TableViews open(Path folder, Map<Table, List<Path>> files);
    }

    /** Views on the tables that are there and can be read. */
    private record Rows(TableViews views, Map<Table, List<Path>> files) implements AutoCloseable {
        boolean has(Set<Table> wanted) {
            return files.keySet().containsAll(wanted);
        }

        @Override
        public void close() {
            views.close();
        }
    }

    /** The rows of one scenario: those in the run's tables, which stay open, and those in its own folder, closed with this. */
    static final class OfScenario implements AutoCloseable {
        private final Rows tables;
        private final List<Rows> own = new ArrayList<>();

        private OfScenario(Rows tables) {
            this.tables = tables;
        }

        /** Find views on some tables, that hold the rows of the scenario. */
        Optional<TableViews> views(Set<Table> wanted) {
            return Stream.concat(Stream.of(tables), own.stream())
                    .filter(rows -> rows.has(wanted))
                    .map(Rows::views)
                    .findFirst();
        }

        /** List the files of a table in its own folder. */
        private List<Path> files(Table table) {
            return own.stream()
                    .filter(rows -> rows.has(Set.of(table)))
                    .map(rows -> rows.files().getOrDefault(table, List.of()))
                    .findFirst()
                    .orElse(List.of());
        }

        @Override
        public void close() {
            own.forEach(Rows::close);
        }
    }

    /** What a file says of the requests of one scenario, as {@link GroundTruth#DIGEST}. */
    private record Digest(@Nullable String scenario, long requests, String digest) {
        static Digest read(ResultSet row) throws SQLException {
            return new Digest(row.getString(1), row.getLong(2), row.getString(3));
        }
    }

    /** What a file says of the requests of one scenario, and whether one of them lacks a value that all must have. */
    private record Lines(Digest digest, boolean lacks) {
        static Lines read(ResultSet row) throws SQLException {
            return new Lines(Digest.read(row), !row.getString(4).isEmpty());
        }
    }

    private RunRows(Path run, RunDescription described, Problems problems, Opener opener, Rows tables) {
        this.run = run;
        this.described = described;
        this.problems = problems;
        this.opener = opener;
        this.tables = tables;
    }

    /** Open the tables of a run; the caller closes them. */
    static RunRows open(Path run, RunDescription described, Problems problems, Opener opener) {
        Map<Table, List<Path>> readable = readableTables(run, described, problems, opener);
        var rows = new RunRows(run, described, problems, opener, new Rows(opener.open(run, readable), readable));
        rows.compareCounts();
        return rows;
    }

    /** Tell whether there are any rows of a scenario. */
    boolean has(String tag) {
        return Files.isDirectory(run.resolve(tag))
                || Stream.of(Table.SCENARIOS, Table.REQUESTS)
                        .filter(table -> tables.has(Set.of(table)))
                        .anyMatch(table -> hasRow(table, tag));
    }

    /** Open the rows of a scenario, and say what is wrong with those in its folder; the caller closes them. */
    OfScenario open(String tag) {
        var rows = new OfScenario(tables);
        Path folder = run.resolve(tag);
        if (Files.isDirectory(folder)) {
            openParts(folder.resolve(ScenarioFolder.PARTS), rows.own);
            openRequests(tag, folder.resolve(ScenarioFolder.REQUESTS), rows.own);
            RunHardness.TABLES.forEach(table -> filesOfFolders
                    .computeIfAbsent(table, unused -> new ArrayList<>())
                    .addAll(rows.files(table)));
        }
        return rows;
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

    /** Measure how hard it is to tell the windows of the scenarios that were judged. */
    Optional<Hardness> hardness(List<JudgedScenario> scenarios) {
        var files = new EnumMap<Table, List<Path>>(Table.class);
        for (Table table : RunHardness.TABLES) {
            List<Path> found = tables.files().getOrDefault(table, filesOfFolders.getOrDefault(table, List.of()));
            if (!found.isEmpty()) {
                files.put(table, found);
            }
        }
        if (!files.containsKey(Table.REQUESTS) || scenarios.isEmpty()) {
            return Optional.empty();
        }
        try (TableViews views = opener.open(run, files)) {
            return Optional.of(RunHardness.of(scenarios, views));
        } catch (TableException e) {
            problems.add("the run's rows", "rows that its hardness can be measured by", Problems.reason(e));
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        tables.close();
    }

    private static Map<Table, List<Path>> readableTables(
            Path run, RunDescription described, Problems problems, Opener opener) {
        var files = new EnumMap<Table, List<Path>>(Table.class);
        boolean expected = described.finished() && described.tables();
        for (Table table : Table.values()) {
            Path file = RunTables.file(run, table);
            String path = run.relativize(file).toString();
            if (!Files.exists(file)) {
                if (expected && !problems.concern(path)) {
                    problems.add(path, "a table of the run", "no file");
                }
            } else if (isReadable(run, path, table, file, problems, opener)) {
                files.put(table, List.of(file));
            }
        }
        return files;
    }

    private static boolean isReadable(Path run, String path, Table table, Path file, Problems problems, Opener opener) {
        try (TableViews views = opener.open(run, Map.of(table, List.of(file)))) {
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
    private void compareCounts() {
        if (!tables.has(Set.of(Table.SCENARIOS))) {
            return;
        }
        var expected = new EnumMap<Table, Map<String, Long>>(Table.class);
        Path scenarios = RunTables.file(run, Table.SCENARIOS);
        reading(scenarios, () -> {
            expected.put(Table.SCENARIOS, windows());
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
    private Map<String, Long> windows() {
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

    private void openParts(Path folder, List<Rows> own) {
        Map<Table, List<Path>> parts = partsIn(folder);
        if (!parts.isEmpty()) {
            reading(folder, () -> own.add(new Rows(opener.open(run, parts), parts)));
        }
    }

    private void openRequests(String tag, Path requests, List<Rows> own) {
        if (Files.exists(requests)) {
            reading(requests, () -> readRequests(tag, requests).ifPresent(own::add));
        } else if (described.folders() && !problems.concern(relative(requests))) {
            problems.add(relative(requests), "the requests of the scenario", "no file");
        }
    }

    /** Open a scenario's requests when all can be read, and compare them with what is said of them elsewhere. */
    private Optional<Rows> readRequests(String tag, Path requests) {
        Map<Table, List<Path>> files = Map.of(Table.REQUESTS, List.of(requests));
        TableViews views = opener.open(run, files);
        try {
            var lines = new ArrayList<Digest>();
            boolean lacks = false;
            for (Lines of : views.ask(LINES, Lines::read)) {
                lines.add(of.digest());
                lacks |= of.lacks();
            }
            if (lacks) {
                String lacking =
                        views.askOne("SELECT %s FROM requests".formatted(GroundTruth.LACKING), row -> row.getString(1));
                problems.add(relative(requests), "a value of %s in each line".formatted(lacking), "lines without");
                views.close();
                return Optional.empty();
            }
            compareRequests(tag, requests, lines);
            return Optional.of(new Rows(views, files));
        } catch (TableException e) {
            try (views) {
                throw e;
            }
        }
    }

    private void compareRequests(String tag, Path requests, List<Digest> found) {
        found.stream()
                .filter(digest -> !tag.equals(digest.scenario()))
                .forEach(digest -> problems.add(
                        relative(requests),
                        "requests of '%s', the name of its folder".formatted(tag),
                        "%s of '%s'".formatted(digest.requests(), digest.scenario())));
        long count = found.stream().mapToLong(Digest::requests).sum();
        ScenarioFacts facts = described.facts().get(tag);
        if (facts != null && facts.counts().requests() != count) {
            problems.add(
                    relative(requests),
                    "%s requests as in %s".formatted(facts.counts().requests(), ScenarioFolder.FACTS),
                    Long.toString(count));
        }
        found.stream()
                .filter(digest -> tag.equals(digest.scenario()))
                .forEach(digest -> compareWithTable(digest, tag, requests));
    }

    /** Compare requests with those in the table; where their numbers differ, that is said by these. */
    private void compareWithTable(Digest found, String tag, Path requests) {
        if (!tables.has(Set.of(Table.REQUESTS))) {
            return;
        }
        Path table = RunTables.file(run, Table.REQUESTS);
        reading(table, () -> {
            List<Digest> there = tables.views()
                    .ask(
                            "SELECT scenario, count(*), %s FROM requests WHERE scenario = ? GROUP BY scenario"
                                    .formatted(GroundTruth.DIGEST),
                            Digest::read,
                            tag);
            if (there.stream().anyMatch(other -> other.requests() == found.requests() && !other.equals(found))) {
                problems.add(
                        relative(requests),
                        "the requests of '%s' in %s".formatted(tag, relative(table)),
                        "as many, but others");
            }
        });
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
