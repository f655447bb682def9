package io.github.lo2.lightoauth2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.json.Json;
import io.github.lo2.load.LocustEnvironment;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.table.DuckDb;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the table of the contract against the load: a new error tag needs its method and its line there. */
@DisplayName("The contract's table of scenarios")
class ErrorTagsTest {
    private static final Path TABLE = Path.of("src", "test", "resources", "contract", "scenarios.csv");
    private static final Path FILES = Path.of("locust", "light-oauth2");

    @Test
    @DisplayName("has a line for each error tag of the load, with the status and the code that the load expects")
    void hasEachErrorTag(@TempDir Path folder) throws Exception {
        assertThat(inTheTable(folder)).isNotEmpty().containsExactlyInAnyOrderElementsOf(inTheLoad());
    }

    /** List tag, status and code of each line. */
    private static List<String> inTheTable(Path folder) throws SQLException {
        var lines = new ArrayList<String>();
        try (var connection = DuckDb.open(1, "64MB", folder);
                var rows = connection
                        .createStatement()
                        .executeQuery(
                                "SELECT \"case\", status, code FROM read_csv('%s', header = true, all_varchar = true)"
                                        .formatted(TABLE))) {
            while (rows.next()) {
                lines.add(line(rows.getString(1), rows.getString(2), rows.getString(3)));
            }
        }
        return lines;
    }

    /** List tag, status and code of each error tag. */
    private static List<String> inTheLoad() throws IOException {
        var lines = new ArrayList<String>();
        try (var processes = new ChildProcesses(EpochClock.system())) {
            var locust = LocustEnvironment.prepare(FILES, Path.of("locust"), Path.of(".venv"), processes, line -> {});
            var command = locust.command(
                    "the Locust catalogue",
                    List.of("-m", "lo2.catalogue", locust.files().toString()),
                    Map.of());
            String json = String.join("\n", processes.run(command, Duration.ofMinutes(1)));
            Json.MAPPER.readTree(json).forEach(entry -> {
                if (!entry.path("tag").textValue().equals("correct")) {
                    lines.add(line(
                            entry.path("tag").textValue(),
                            entry.path("expected_status").asText(),
                            entry.path("expected_code").textValue()));
                }
            });
        }
        return lines;
    }

    private static String line(String tag, String status, String code) {
        return "%s: %s %s"
                .formatted(tag, status, Objects.requireNonNullElse(code, ""))
                .strip();
    }
}
