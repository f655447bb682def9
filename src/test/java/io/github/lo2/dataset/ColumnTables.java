package io.github.lo2.dataset;

import io.github.lo2.table.Column;
import io.github.lo2.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of columns in {@code docs/dataset.md}, made of what the code declares; the examples stand only there. */
public final class ColumnTables {
    private static final Path DOCUMENT = Path.of("docs", "dataset.md");
    private static final List<String> HEAD =
            List.of("| Column | Type | Unit | Source | Null when | Example |", "| --- | --- | --- | --- | --- | --- |");

    private ColumnTables() {}

    /** Write them anew: {@code mvn test-compile exec:java@columns}. */
    public static void main(String[] arguments) throws IOException {
        List<String> lines = Files.readAllLines(DOCUMENT);
        for (Table table : Table.values()) {
            int from = head(lines, table);
            List<String> old = lines.subList(from, end(lines, from));
            List<String> declared = declared(table, examples(old));
            old.clear();
            lines.addAll(from, declared);
        }
        Files.write(DOCUMENT, lines);
    }

    /** Make the lines of a table, with the examples that the document has. */
    static List<String> declared(Table table) throws IOException {
        return declared(table, examples(documented(table)));
    }

    private static List<String> declared(Table table, Map<String, String> examples) {
        var lines = new ArrayList<>(HEAD);
        table.columns().stream().map(column -> line(column, examples)).forEach(lines::add);
        return lines;
    }

    /** Read the last cell of each line, by the first. */
    private static Map<String, String> examples(List<String> lines) {
        return lines.stream()
                .skip(HEAD.size())
                .map(line -> line.substring(1, line.length() - 1).split("\\|", -1))
                .collect(Collectors.toMap(
                        cells -> cells[0].strip().replace("`", ""), cells -> cells[cells.length - 1].strip()));
    }

    /** Read the lines of a table from the document. */
    static List<String> documented(Table table) throws IOException {
        List<String> lines = Files.readAllLines(DOCUMENT);
        int from = head(lines, table);
        return lines.subList(from, end(lines, from));
    }

    private static int head(List<String> lines, Table table) {
        int heading = lines.indexOf("### `%s`".formatted(table.tableName()));
        int head = heading < 0
                ? -1
                : heading + lines.subList(heading, lines.size()).indexOf(HEAD.get(0));
        if (head <= heading) {
            throw new AssertionError("%s has no table of the columns of %s; expected it below the heading ### `%s`"
                    .formatted(DOCUMENT, table.tableName(), table.tableName()));
        }
        return head;
    }

    private static int end(List<String> lines, int from) {
        int end = from;
        while (end < lines.size() && lines.get(end).startsWith("|")) {
            end++;
        }
        return end;
    }

    private static String line(Column<?> column, Map<String, String> examples) {
        Column.Words words = column.words();
        return Stream.of(
                        "`%s`".formatted(column.name()),
                        "`%s`".formatted(column.type()),
                        words.unit(),
                        words.source(),
                        words.nullWhen(),
                        examples.getOrDefault(column.name(), ""))
                .map(cell -> cell.isEmpty() ? "| " : "| %s ".formatted(cell))
                .collect(Collectors.joining("", "", "|"));
    }
}
