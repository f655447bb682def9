package io.github.lo2.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.capture.LogFormats;
import io.github.lo2.signal.LogRecord;
import io.github.lo2.time.EpochClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Locust's own log")
class LocustLogTest {
    private static final LogFormats LOG_FORMATS =
            LogFormats.read(Path.of("compose", "light-oauth2", "log_formats.json"));
    /** In which any bytes are text, also those that are no UTF-8. */
    private static final Charset CHARSET = StandardCharsets.ISO_8859_1;

    private static final long START = 1_795_519_309_000_000_000L;
    private static final String LINE = "[2026-11-24 11:21:49,249] host/INFO/locust.main: Starting Locust 2.42.0";

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{index}")
    @DisplayName("keeps its last line, byte for byte, also one that broke off before its line feed")
    @ValueSource(
            strings = {
                "",
                "\n",
                "\n\n",
                LINE,
                LINE + "\n",
                LINE + "\n\n",
                LINE + "\n" + LINE,
                LINE + "\nTraceback:\n  File \"a.py\"",
                LINE + "\n[2026-11-24 11:21",
                LINE + "\nhalf a character: \u00c3"
            })
    void keepsItsLastLine(String log) throws IOException {
        var again = new ByteArrayOutputStream();
        for (LogRecord logged : read(log)) {
            again.write(logged.bytes());
        }

        assertThat(again.toString(CHARSET)).isEqualTo(log.isEmpty() || log.endsWith("\n") ? log : log + "\n");
    }

    @Test
    @DisplayName("has lines with the time of the one before, where they have none of their own")
    void hasTimes() throws IOException {
        List<LogRecord> records = read("no time\n" + LINE + "\n[2026-11-24 11:21:49,250] host/INFO/a: b");

        assertThat(records).extracting(LogRecord::epochNanos).first().isEqualTo(START);
        assertThat(records.get(2).epochNanos() - records.get(1).epochNanos()).isEqualTo(1_000_000);
    }

    @Test
    @DisplayName("has the times that its lines say in UTC, whatever the zone of this machine")
    void isInUtc() throws IOException {
        assertThat(read(LINE))
                .extracting(LogRecord::epochNanos)
                .containsExactly(EpochClock.toNanos(Instant.parse("2026-11-24T11:21:49.249Z")));
    }

    private List<LogRecord> read(String log) throws IOException {
        var records = new ArrayList<LogRecord>();
        LocustLog.read(Files.writeString(folder.resolve("locust.log"), log, CHARSET), START, LOG_FORMATS, records::add);
        return records;
    }
}
