package io.github.lo2.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.LogRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The log records of a container")
class LogRecordReaderTest {
    private static final LogFormats FORMATS = LogFormats.read(Path.of("compose", "light-oauth2", "log_formats.json"));
    private static final Path SAMPLES = Path.of("src", "test", "resources", "logs");
    private static final String HEAD =
            "11:21:49.357 [XNIO-1 task-5]  -ehvZzfb724DfYI61pd89Q ERROR c.n.exception.ExceptionHandler handleRequest - ";

    /** Pieces that lines are made of: heads of records, what is awkward to decode, and line feeds. */
    private static final List<byte[]> PIECES = List.of(
            utf8(HEAD),
            utf8("Nov 24, 2026 7:35:09 AM com.hazelcast.cp.CPSubsystem\n"),
            utf8("\nINFO: "),
            utf8("\nWARNING: "),
            utf8("\n\tat com.networknt.handler.Handler.next(Handler.java:200)\n"),
            utf8("Picked up JAVA_TOOL_OPTIONS: "),
            utf8("2026-11-24  7:34:23 0 [Note] InnoDB: "),
            utf8("\r\n"),
            utf8("\n\n\n"),
            utf8("\uFEFF"),
            utf8("\uFFFD"),
            utf8("\u00e9 \u2028 \u0085 \uD83D\uDD12"),
            new byte[] {0},
            new byte[] {(byte) 0xC3},
            new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            new byte[] {(byte) 0xC0, (byte) 0x80},
            new byte[] {(byte) 0xF0, (byte) 0x9F, (byte) 0x94});

    private final List<LogRecord> records = new ArrayList<>();

    @Test
    @DisplayName(
            "hold the lines that continue them, such as a stack trace, and know their first line's number and time")
    void holdContinuationLines() {
        read(HEAD + "boom\njava.lang.IllegalStateException: boom\n\tat a.B.c(B.java:1)\n\nCaused by: d\n" + HEAD
                + "next\n");

        assertThat(records)
                .extracting(LogRecord::message)
                .containsExactly(
                        "boom\njava.lang.IllegalStateException: boom\n\tat a.B.c(B.java:1)\n\nCaused by: d", "next");
        assertThat(records).extracting(LogRecord::prefix).containsExactly(HEAD, HEAD);
        assertThat(records).extracting(LogRecord::line).containsExactly(1L, 6L);
        assertThat(records).extracting(LogRecord::epochNanos).containsExactly(1L, 6L);
        assertThat(records).extracting(LogRecord::container).containsOnly("container");
    }

    @Test
    @DisplayName("are handed over when the next one begins, the last one at the end")
    void areHandedOverWhenTheNextBegins() {
        var reader = new LogRecordReader(FORMATS, records::add);

        reader.accept(line(1, utf8(HEAD + "first")));
        reader.accept(line(2, utf8("more")));
        assertThat(records).isEmpty();
        reader.accept(line(3, utf8(HEAD + "second")));
        assertThat(records).extracting(LogRecord::message).containsExactly("first\nmore");
        reader.finish();
        reader.finish();
        assertThat(records).extracting(LogRecord::message).containsExactly("first\nmore", "second");
    }

    @Test
    @DisplayName("are one for each foreign line where there is no record that it could continue")
    void areOneForEachForeignLine() {
        read("the rest of what began before the window\n\n" + HEAD + "first\n");

        assertThat(records).extracting(LogRecord::prefix).containsExactly("", "", HEAD);
        assertThat(records)
                .extracting(LogRecord::message)
                .containsExactly("the rest of what began before the window", "", "first");
        assertThat(records).extracting(LogRecord::level).containsExactly(null, null, "ERROR");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Picked up JAVA_TOOL_OPTIONS: -javaagent:/opentelemetry/opentelemetry-javaagent.jar",
                "OpenJDK 64-Bit Server VM warning: Sharing is only supported for boot loader classes",
                "Unable to load config 'values' with extension yml, yaml and json",
                "Https Server started on ip:127.0.0.1 with HTTPS Port:6884",
                "Http port disabled.",
                "HOST IP null",
                "mysqld: Error on realpath() on '/var/lib/mysql-files' (Error 2 - No such file or directory)"
            })
    @DisplayName("are of their own for lines that are listed as foreign, also after a record")
    void areOfTheirOwnForListedLines(String foreign) {
        read(HEAD + "first\n" + foreign + "\n" + HEAD + "second\n");

        assertThat(records).extracting(LogRecord::message).containsExactly("first", foreign, "second");
        assertThat(records).extracting(LogRecord::level).containsExactly("ERROR", null, "ERROR");
    }

    @Test
    @DisplayName("have their level where it stands in a second line, and none where that line is missing")
    void haveTheirLevelInASecondLine() {
        String head = "Nov 24, 2026 7:35:09 AM com.hazelcast.cp.CPSubsystem\n";
        read(head + "WARNING: unsafe\nINFO: not a head\n" + head + HEAD + "first\nINFO: late\n" + head
                + "other\nINFO: x\n");

        assertThat(records).extracting(LogRecord::level).containsExactly("WARN", null, "ERROR", null);
        assertThat(records)
                .extracting(LogRecord::message)
                .containsExactly("unsafe\nINFO: not a head", "", "first\nINFO: late", "\nother\nINFO: x");
        assertThat(records)
                .extracting(LogRecord::prefix)
                .containsExactly(head + "WARNING: ", head.strip(), HEAD, head.strip());
    }

    @Test
    @DisplayName("keep their bytes, their fields and a readable text when they are no UTF-8")
    void keepBytesThatAreNoText() {
        byte[] bytes = concat(utf8(HEAD), new byte[] {'a', (byte) 0xFF, '\n', (byte) 0xC3, '\n'});
        assertThat(read(bytes)).isEqualTo(bytes);

        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.raw()).isEqualTo(concat(utf8(HEAD), new byte[] {'a', (byte) 0xFF, '\n', (byte) 0xC3}));
            assertThat(record.prefix()).isEmpty();
            assertThat(record.message()).isEqualTo(HEAD + "a\uFFFD\n\uFFFD");
            assertThat(record.level()).isEqualTo("ERROR");
        });
    }

    @Test
    @DisplayName("have no raw bytes for a replacement character that the container itself wrote")
    void haveNoRawBytesForAReplacementCharacter() {
        read(HEAD + "\uFFFD\n");

        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.raw()).isNull();
            assertThat(record.message()).isEqualTo("\uFFFD");
        });
    }

    @ParameterizedTest
    @CsvSource({"-ehvZzfb724DfYI61pd89Q", "DtZTgrlc0J1-5zvEuiMRDQ", "_________________-____"})
    @DisplayName("have the very request id that was sent with the request")
    void haveTheRequestId(String sent) {
        read("11:21:49.357 [XNIO-1 task-5]  %s DEBUG c.n.openapi.ApiNormalisedPath <init> - x\n".formatted(sent));

        assertThat(records).extracting(LogRecord::requestId).containsExactly(sent);
    }

    @Test
    @DisplayName("are cut where they would grow without limit; the rest has their fields and no prefix")
    void areCutWhereTheyWouldGrow() {
        String further = "x".repeat(9_999) + "\n";
        byte[] bytes = utf8(HEAD + "first\n" + further.repeat(250) + HEAD + "second\n");
        assertThat(read(bytes)).isEqualTo(bytes);

        assertThat(records).extracting(LogRecord::prefix).containsExactly(HEAD, "", "", HEAD);
        assertThat(records).extracting(LogRecord::requestId).containsOnly("-ehvZzfb724DfYI61pd89Q");
        assertThat(records).extracting(LogRecord::level).containsOnly("ERROR");
        assertThat(records)
                .allSatisfy(
                        record -> assertThat(record.bytes()).hasSizeLessThanOrEqualTo(LogRecordReader.MOST_BYTES + 1));
        assertThat(records).extracting(LogRecord::line).startsWith(1L).endsWith(252L);
    }

    @Test
    @DisplayName("are cut also where a million lines are empty, and never within a line")
    void areCutNeverWithinALine() {
        String longLine = "y".repeat(3 * LogRecordReader.MOST_BYTES);
        byte[] bytes = utf8(HEAD + longLine + "\n" + longLine + "\n" + "\n".repeat(1_200_000) + HEAD + "z\n");
        assertThat(read(bytes)).isEqualTo(bytes);

        assertThat(records)
                .extracting(LogRecord::message)
                .containsExactly(
                        longLine,
                        longLine,
                        "\n".repeat(LogRecordReader.MOST_BYTES),
                        "\n".repeat(1_200_000 - LogRecordReader.MOST_BYTES - 2),
                        "z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "\n\n",
                "\r\n",
                "\r\r\n",
                "\0\n",
                "\uFEFF\n",
                "\uFEFF" + HEAD + "x\n",
                HEAD + "\n",
                HEAD + "\r\n\r\n",
                "\u2028\u0085\u000B\n",
                "a\rb\u2029c\n\n"
            })
    @DisplayName("give awkward texts back byte by byte")
    void giveAwkwardTextsBack(String text) {
        assertThat(read(utf8(text))).isEqualTo(utf8(text));
    }

    @Test
    @DisplayName("give random bytes back, heads and broken UTF-8 among them")
    void giveRandomBytesBack() {
        for (long seed = 0; seed < 2_000; seed++) {
            byte[] bytes = random(new Random(seed));
            assertThat(read(bytes)).as("seed %d", seed).isEqualTo(bytes);
            assertThat(records)
                    .as("seed %d", seed)
                    .allSatisfy(record -> assertThat(record.raw() == null).isEqualTo(isUtf8(record.bytes())));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "oauth2-client.log, 100, 0",
        "oauth2-code.log, 100, 0",
        "oauth2-key.log, 43, 0",
        "oauth2-refresh-token.log, 99, 0",
        "oauth2-service.log, 100, 0",
        "oauth2-token.log, 60, 0",
        "oauth2-user.log, 100, 0",
        "start.log, 39, 3",
        "hazelcast.log, 15, 0"
    })
    @DisplayName("give recorded logs back, and all but the few foreign lines have a level and a logger")
    void giveRecordedLogsBack(String name, int count, int foreign) throws IOException {
        byte[] bytes = Files.readAllBytes(SAMPLES.resolve(name));
        assertThat(read(bytes)).isEqualTo(bytes);

        assertThat(records).hasSize(count);
        assertThat(records)
                .filteredOn(record -> record.level() == null || record.logger() == null)
                .as("foreign lines")
                .hasSize(foreign)
                .allSatisfy(record -> assertThat(record.prefix()).isEmpty());
    }

    @Test
    @DisplayName("hold a whole certificate, and a whole stack trace, of a recorded log")
    void holdRecordedContinuations() throws IOException {
        read(Files.readAllBytes(SAMPLES.resolve("oauth2-key.log")));
        assertThat(records)
                .filteredOn(record -> record.message().contains("BEGIN CERTIFICATE"))
                .isNotEmpty()
                .allSatisfy(record -> assertThat(record.message()).contains("-----END CERTIFICATE-----"));

        read(Files.readAllBytes(SAMPLES.resolve("oauth2-token.log")));
        assertThat(records)
                .filteredOn(record -> record.message().contains("\n\tat "))
                .isNotEmpty()
                .allSatisfy(record -> assertThat(record.requestId()).hasSize(22));
    }

    private void read(String text) {
        read(utf8(text));
    }

    /** Read a file's bytes, and give back what its records say was in it. */
    private byte[] read(byte[] bytes) {
        records.clear();
        var reader = new LogRecordReader(FORMATS, records::add);
        long number = 0;
        var unfinished = new ByteArrayOutputStream();
        for (byte next : bytes) {
            if (next == '\n') {
                number++;
                reader.accept(line(number, unfinished.toByteArray()));
                unfinished.reset();
            } else {
                unfinished.write(next);
            }
        }
        reader.finish();
        var back = new ByteArrayOutputStream();
        records.forEach(record -> back.writeBytes(record.bytes()));
        return back.toByteArray();
    }

    private static byte[] random(Random random) {
        var bytes = new ByteArrayOutputStream();
        int pieces = random.nextInt(40);
        for (int i = 0; i < pieces; i++) {
            if (random.nextInt(4) == 0) {
                byte[] noise = new byte[random.nextInt(20)];
                random.nextBytes(noise);
                bytes.writeBytes(noise);
            } else {
                bytes.writeBytes(PIECES.get(random.nextInt(PIECES.size())));
            }
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static LogLine line(long number, byte[] bytes) {
        return new LogLine("container", number, bytes);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        var both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
