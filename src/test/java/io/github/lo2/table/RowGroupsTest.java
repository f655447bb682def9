package io.github.lo2.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Row groups of several Parquet files")
class RowGroupsTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("are in one file then, in their order, and found by their values, also where a file has none")
    void areInOneFile() throws Exception {
        Path first = written("first", "SELECT i, 'a' || i % 7 AS t FROM range(5000) _(i)");
        Path none = written("none", "SELECT i, 'a' AS t FROM range(0) _(i)");
        Path last = written("last", "SELECT i + 5000 AS i, 'b' || i % 7 AS t FROM range(7000) _(i)");
        Path whole = folder.resolve("whole.parquet");

        RowGroups.concatenate(List.of(first, none, last), whole);

        assertThat(asked("SELECT count(*), count(DISTINCT i), sum(i) FROM '%s'", whole))
                .containsExactly("12000|12000|71994000");
        assertThat(asked("SELECT i FROM '%s' WHERE i BETWEEN 4999 AND 5000 ORDER BY i", whole))
                .containsExactly("4999", "5000");
        assertThat(asked("SELECT count(*) FROM '%s' WHERE t = 'b3'", whole))
                .as("rows found by way of dictionaries and bloom filters")
                .containsExactly("1000");
        assertThat(asked("SELECT bool_and(i = n) FROM (SELECT i, row_number() OVER () - 1 AS n FROM '%s')", whole))
                .containsExactly("true");
        assertThat(asked("SELECT DISTINCT row_group_num_rows FROM parquet_metadata('%s') ORDER BY 1", whole))
                .as("as they were")
                .containsExactly("856", "904", "2048");
    }

    @Test
    @DisplayName("are refused where columns differ")
    void areRefusedWhereColumnsDiffer() throws Exception {
        Path first = written("first", "SELECT 1 AS i");
        Path other = written("other", "SELECT 1.5 AS i");

        assertThatThrownBy(() -> RowGroups.concatenate(List.of(first, other), folder.resolve("whole.parquet")))
                .isInstanceOf(IOException.class)
                .hasMessage("%s has other columns than the parts before it", other);
    }

    @Test
    @DisplayName("are refused where a file is cut")
    void areRefusedWhereAFileIsCut() throws Exception {
        Path part = written("part", "SELECT i FROM range(5000) _(i)");
        byte[] bytes = Files.readAllBytes(part);
        for (int length : new int[] {0, 3, 11, bytes.length / 2, bytes.length - 1}) {
            Files.write(part, Arrays.copyOf(bytes, length));

            assertThatThrownBy(() -> RowGroups.concatenate(List.of(part), folder.resolve("whole.parquet")))
                    .as("%d of %d bytes", length, bytes.length)
                    .isInstanceOf(IOException.class)
                    .hasMessage("%s is no whole Parquet file", part);
        }
    }

    private Path written(String name, String select) throws SQLException {
        Path file = folder.resolve(name + ".parquet");
        try (Connection connection = DuckDb.open(1, "64MB", folder.resolve("spill"));
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "SET disabled_optimizers = 'statistics_propagation'"); // none of the columns is never null
            statement.execute("COPY (%s) TO '%s' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048)"
                    .formatted(select, file));
        }
        return file;
    }

    private List<String> asked(String sql, Path file) throws SQLException {
        try (Connection connection = DuckDb.open(1, "64MB", folder.resolve("spill"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql.formatted(file))) {
            var answer = new ArrayList<String>();
            while (rows.next()) {
                var row = new ArrayList<String>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getString(i));
                }
                answer.add(String.join("|", row));
            }
            return answer;
        }
    }
}
