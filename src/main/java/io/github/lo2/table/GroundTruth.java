package io.github.lo2.table;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads requests where Locust wrote them down: a line of JSON a request. */
public final class GroundTruth {
    /** How the name of a file of it ends. */
    static final String ENDING = ".jsonl";

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
     * @param given SQL of the columns that no line says, by their names
     */
    static String rows(List<Path> files, Map<String, String> given) {
        String members = READ.stream()
                .map(column -> "%s: '%s'".formatted(column.quoted(), column.typeInFile()))
                .collect(Collectors.joining(", ", "{", "}"));
        return Table.REQUESTS.rowsOf(
                "read_json(%s, format = 'newline_delimited', columns = %s)".formatted(DuckDb.list(files), members),
                given);
    }
}
