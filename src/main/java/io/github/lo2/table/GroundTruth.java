package io.github.lo2.table;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads requests where Locust wrote them down: a line of JSON a request. */
public final class GroundTruth {
    /** How the name of a file of it ends. */
    static final String ENDING = ".jsonl";

    /** The file beside it of the requests that a fault of the stack hit, or that were exposed to one: a line of JSON each. */
    public static final String FAULTS = "faults.jsonl";

    private static final List<? extends Column<?>> READ =
            Table.REQUESTS.columns().stream().filter(Column::isRead).toList();

    /**
     * SQL of a number over rows of {@code requests}: the same for the same requests, in any order, wherever they are read
     * from. All that a request's line says counts.
     */
    public static final String DIGEST =
            READ.stream().map(Column::quoted).collect(Collectors.joining(", ", "CAST(sum(hash(", ")) AS VARCHAR)"));

    /** SQL over rows of {@code requests}: the columns that have a value in each row, and lack it in some, as a text. */
    public static final String LACKING = READ.stream()
            .filter(column -> !column.mayBeNull())
            .map(column -> "CASE WHEN count(%s) < count(*) THEN '%s' END".formatted(column.quoted(), column.name()))
            .collect(Collectors.joining(", ", "concat_ws(', ', ", ")"));

    private GroundTruth() {}

    /**
     * Write the query that makes rows of {@code requests} of such files.
     *
     * @param given SQL of the columns that no line says, by their names; what a fault did is found beside the files
     */
    static String rows(List<Path> files, Map<String, String> given) {
        var all = new HashMap<>(given);
        all.put("hit", isIn("hit", files));
        all.put("exposed", isIn("exposed", files));
        String members = READ.stream()
                .map(column -> "%s: '%s'".formatted(column.quoted(), column.typeInFile()))
                .collect(Collectors.joining(", ", "{", "}"));
        return Table.REQUESTS.rowsOf(
                "read_json(%s, format = 'newline_delimited', columns = %s)".formatted(DuckDb.list(files), members),
                all);
    }

    /** Write the condition that a file beside those of the requests has the request of a row, with a member that is true. */
    private static String isIn(String member, List<Path> files) {
        List<Path> faults = files.stream()
                .map(file -> file.resolveSibling(FAULTS))
                .filter(Files::exists)
                .toList();
        return faults.isEmpty() ? "false" : """
                trace_id IS NOT NULL AND trace_id IN (SELECT fault.trace_id FROM read_json(%s, format = 'newline_delimited',
                  columns = {trace_id: 'VARCHAR', hit: 'BOOLEAN', exposed: 'BOOLEAN'}) fault
                  WHERE fault.trace_id IS NOT NULL AND fault.%s)""".formatted(DuckDb.list(faults), member);
    }
}
