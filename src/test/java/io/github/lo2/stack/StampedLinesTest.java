package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The stamped lines of a container")
class StampedLinesTest {
    private static final long SECOND = 1_795_514_325_000_000_000L; // 2026-11-24T09:58:45Z
    private static final int PIECE = 16_384;

    private final List<Line> lines = new ArrayList<>();
    private final StampedLines stamped =
            new StampedLines((nanos, last, line) -> lines.add(new Line(nanos, text(line))));

    /** A line, its bytes as ISO 8859-1, which has a character for each. */
    private record Line(long epochNanos, String text) {}

    @Test
    @DisplayName("are handed over without stamp and line feed, several of a chunk in their order, empty ones too")
    void areHandedOver() {
        stamped.add(bytes("""
                2026-11-24T09:58:45.256097628Z INFO  started
                2026-11-24T09:58:45.256097628Z\s
                2026-11-24T09:58:46.000000001Z   indented, and a blank at the end\s
                """));

        assertThat(lines)
                .containsExactly(
                        new Line(SECOND + 256_097_628, "INFO  started"),
                        new Line(SECOND + 256_097_628, ""),
                        new Line(SECOND + 1_000_000_001, "  indented, and a blank at the end "));
    }

    @Test
    @DisplayName("are the same wherever a chunk ends")
    void areTheSameWhereverAChunkEnds() {
        byte[] sent = bytes("""
                2026-11-24T09:58:45.256097628Z first
                2026-11-24T09:58:45.256097629Z\s
                2026-11-24T09:58:45.256097630Z last
                """);
        List<Line> whole = linesOf(sent);
        assertThat(whole).extracting(Line::text).containsExactly("first", "", "last");

        for (int border = 0; border <= sent.length; border++) {
            assertThat(linesOf(Arrays.copyOfRange(sent, 0, border), Arrays.copyOfRange(sent, border, sent.length)))
                    .as("chunks of %d and %d bytes", border, sent.length - border)
                    .isEqualTo(whole);
        }
        assertThat(linesOf(chunks(sent, 1))).as("chunks of a byte").isEqualTo(whole);
    }

    @Test
    @DisplayName("are not handed over before they are finished")
    void areNotHandedOverUnfinished() {
        stamped.add(bytes("2026-11-24T09:58:45.256097628Z half of"));
        assertThat(lines).isEmpty();

        stamped.add(bytes(" a line\n2026-11-24T09:58:46.5Z next"));
        assertThat(lines).containsExactly(new Line(SECOND + 256_097_628, "half of a line"));
    }

    @ParameterizedTest(name = "{0} bytes")
    @DisplayName("longer than 16 KiB are put together from the engine's pieces, with the stamp of the first")
    @ValueSource(ints = {PIECE - 1, PIECE, PIECE + 1, 2 * PIECE - 1, 2 * PIECE, 3 * PIECE, 3 * PIECE + 5})
    void arePutTogether(int length) {
        byte[] line = line(length);
        byte[] sent = asTheEngineSends(line);

        assertThat(linesOf(sent)).containsExactly(new Line(SECOND, text(line)));
        assertThat(linesOf(chunks(sent, 1_000)))
                .as("chunks of 1000 bytes")
                .containsExactly(new Line(SECOND, text(line)));
    }

    @Test
    @DisplayName("keep what looks like a stamp and is the service's own, in the middle and at the border of two pieces")
    void keepTheServicesOwnStamps() {
        byte[] own = bytes("2026-11-24T09:58:45.123Z ");
        byte[] line = line(2 * PIECE);
        System.arraycopy(own, 0, line, 0, own.length);
        System.arraycopy(own, 0, line, 100, own.length);
        System.arraycopy(own, 0, line, PIECE, own.length);

        assertThat(linesOf(asTheEngineSends(line))).containsExactly(new Line(SECOND, text(line)));
    }

    @Test
    @DisplayName("keep their bytes, of UTF-8 and of no encoding at all")
    void keepTheirBytes() {
        var sent = new ByteArrayOutputStream();
        sent.writeBytes(bytes("2026-11-24T09:58:45Z "));
        sent.writeBytes("größer € \ud83c\udf50\r".getBytes(StandardCharsets.UTF_8));
        sent.writeBytes(bytes("\n2026-11-24T09:58:45Z "));
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i == '\n' ? ' ' : i);
        }
        sent.writeBytes(all);
        sent.write('\n');

        assertThat(linesOf(sent.toByteArray()))
                .extracting(Line::text)
                .containsExactly(text("größer € \ud83c\udf50\r".getBytes(StandardCharsets.UTF_8)), text(all));
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("have stamps of up to nine decimals, in UTC or with an offset")
    @CsvSource({
        "2026-11-24T09:58:45Z, 0",
        "2026-11-24T09:58:45.2Z, 200000000",
        "2026-11-24T09:58:45.25Z, 250000000",
        "2026-11-24T09:58:45.256Z, 256000000",
        "2026-11-24T09:58:45.2560Z, 256000000",
        "2026-11-24T09:58:45.25609Z, 256090000",
        "2026-11-24T09:58:45.256097Z, 256097000",
        "2026-11-24T09:58:45.2560976Z, 256097600",
        "2026-11-24T09:58:45.25609762Z, 256097620",
        "2026-11-24T09:58:45.256097628Z, 256097628",
        "2026-11-24T09:58:45.000000001Z, 1",
        "2026-11-24T11:58:45.256097628+02:00, 256097628"
    })
    void haveStampsOfNineDecimals(String stamp, long nanos) {
        stamped.add(bytes(stamp + " line\n" + stamp + " of the same second\n"));

        assertThat(lines)
                .containsExactly(new Line(SECOND + nanos, "line"), new Line(SECOND + nanos, "of the same second"));
    }

    @ParameterizedTest(name = "''{0}''")
    @DisplayName("without a stamp are refused with what they say")
    @ValueSource(
            strings = {
                "",
                "INFO started",
                "2026-11-24T09:58:45Z",
                "2026-11-24T09:58:45.Z line",
                "2026-11-24T09:58:45.25 line",
                "2026-11-24 09:58:45Z line",
                "2026-11-24T09:58:45.1234567890Z line",
                " 2026-11-24T09:58:45Z line"
            })
    void areRefusedWithoutAStamp(String line) {
        byte[] sent = bytes(line + "\n");

        assertThatThrownBy(() -> stamped.add(sent))
                .as("as the first line")
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a log line has no time stamp: %s", line);
        assertThatThrownBy(() -> linesOf(bytes("2026-11-24T09:58:45Z before\n"), sent))
                .as("behind a line")
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a log line has no time stamp: %s", line);
        assertThat(lines).isEmpty();
    }

    private static List<Line> linesOf(byte[]... chunks) {
        var found = new ArrayList<Line>();
        var stamped = new StampedLines((nanos, last, line) -> found.add(new Line(nanos, text(line))));
        for (byte[] chunk : chunks) {
            stamped.add(chunk);
        }
        return found;
    }

    private static byte[][] chunks(byte[] bytes, int length) {
        var chunks = new ArrayList<byte[]>();
        for (int from = 0; from < bytes.length; from += length) {
            chunks.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + length)));
        }
        return chunks.toArray(byte[][]::new);
    }

    /** Send a line as the engine does: each full buffer of 16 KiB by itself, then the rest, empty or not, each stamped. */
    private static byte[] asTheEngineSends(byte[] line) {
        var sent = new ByteArrayOutputStream();
        for (int from = 0; from <= line.length; from += PIECE) {
            sent.writeBytes(bytes(String.format(Locale.ROOT, "2026-11-24T09:58:45.%09dZ ", from / PIECE)));
            sent.write(line, from, Math.min(PIECE, line.length - from));
        }
        sent.write('\n');
        return sent.toByteArray();
    }

    private static byte[] line(int length) {
        byte[] line = new byte[length];
        for (int i = 0; i < length; i++) {
            line[i] = (byte) ('0' + i % 61);
        }
        return line;
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
