package io.github.lo2.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The parts of a table")
class TableMergeTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("are packed together where they are small and copied where they are not, and keep their order")
    void arePackedWhereSmall() throws Exception {
        List<Path> parts = List.of(
                part("a", 0, 1000),
                part("b", 1000, 2000),
                part("c", 2000, 2000),
                part("d", 2000, 132_000),
                part("e", 132_000, 133_000));
        Path whole = folder.resolve("logs.parquet");

        TableMerge.write(Table.LOGS, parts, whole);

        assertThat(asked("SELECT DISTINCT row_group_id, row_group_num_rows FROM parquet_metadata('%s') ORDER BY 1"
                        .formatted(whole)))
                .as("the first three as one row group, the fourth as it was")
                .containsExactly("0|2000", "1|122880", "2|7120", "3|1000");
        assertThat(asked(
                        "SELECT count(*), bool_and(line = n) FROM (SELECT line, row_number() OVER () - 1 AS n FROM '%s')"
                                .formatted(whole)))
                .containsExactly("133000|true");
        assertThat(folder.toFile().list())
                .as("what it was packed in is gone")
                .containsExactlyInAnyOrder(
                        "a.parquet", "b.parquet", "c.parquet", "d.parquet", "e.parquet", "logs.parquet");
    }

    @Test
    @DisplayName("are refused where one has other columns, also where they would be packed together")
    void areRefusedWhereColumnsDiffer() throws Exception {
        Path other = folder.resolve("other.parquet");
        asked("COPY (SELECT 1.5 AS line) TO '%s' (FORMAT parquet)".formatted(other));

        assertThatThrownBy(() ->
                        TableMerge.write(Table.LOGS, List.of(part("a", 0, 10), other), folder.resolve("logs.parquet")))
                .isInstanceOf(TableException.class)
                .hasMessageContaining("%s has other columns than the parts before it", other);
    }

    private Path part(String name, int from, int to) throws SQLException {
        Path file = folder.resolve(name + ".parquet");
        asked("COPY (SELECT i AS line, 'm' || i %% 7 AS message FROM range(%s, %s) _(i))%s"
                .formatted(from, to, DuckDb.toTable(Table.LOGS, file)));
        return file;
    }

    private List<String> asked(String sql) throws SQLException {
        try (Connection connection = DuckDb.open(1, "256MB", folder.resolve("spill"));
                Statement statement = connection.createStatement()) {
            statement.execute("SET disabled_optimizers = " + DuckDb.literal(DuckDb.ONE_FORM));
            var answer = new ArrayList<String>();
            if (!statement.execute(sql)) {
                return answer;
            }
            try (ResultSet rows = statement.getResultSet()) {
                while (rows.next()) {
                    var row = new ArrayList<String>();
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        row.add(rows.getString(i));
                    }
                    answer.add(String.join("|", row));
                }
            }
            return answer;
        }
    }
}
