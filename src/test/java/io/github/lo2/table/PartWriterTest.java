package io.github.lo2.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What writes a part of a table")
@Timeout(30)
class PartWriterTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0} rows of {1} bytes")
    @DisplayName("holds up who hands rows over before more than some MB of large rows wait, and loses none of them")
    @CsvSource({"2000, 100000", "8, 6000000", "4, 20000000"})
    void boundsWhatWaits(int count, int bytes) throws Exception {
        String large = "x".repeat(bytes);
        var opened = new CountDownLatch(1);
        var added = new AtomicInteger();
        Field<String> text = new Field.Text<>("text", row -> {
            awaitUninterrupted(opened); // a disk that stalls
            return row;
        });
        var query = new PartWriter.Query<>("large", List.of(text), "SELECT length(text) AS length FROM large()");
        try (DuckDBConnection connection = DuckDb.open(1, "64MB", folder.resolve("spill"));
                PartWriter<String> writer = writer(connection, query)) {
            var producer = new Thread(() -> {
                for (int i = 0; i < count; i++) {
                    writer.add(large);
                    added.incrementAndGet();
                }
                writer.end();
            });
            producer.start();
            await().until(() -> producer.getState() == Thread.State.TIMED_WAITING
                    || producer.getState() == Thread.State.TERMINATED);

            assertThat((long) added.get() * bytes)
                    .as("bytes that wait, and a row that is being written")
                    .isBetween(1_000_000L, Math.max(16L << 20, bytes) + Math.max(2L << 20, bytes));

            opened.countDown();
            producer.join();
            writer.await();
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT count(*), min(length) FROM %s"
                            .formatted(DuckDb.parquet(List.of(folder.resolve("part")))))) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getLong(1)).isEqualTo(count);
                assertThat(rows.getLong(2)).isEqualTo(bytes);
            }
        }
    }

    @Test
    @DisplayName("says that rows are let go when who hands them over is interrupted")
    void saysThatRowsAreLetGo() throws Exception {
        Field<String> text = new Field.Text<>("text", row -> row);
        var query = new PartWriter.Query<>("rows", List.of(text), "SELECT text FROM rows()");
        try (DuckDBConnection connection = DuckDb.open(1, "64MB", folder.resolve("spill"));
                PartWriter<String> writer = writer(connection, query)) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> writer.add("x".repeat(20_000_000)))
                    .isInstanceOf(TableException.class)
                    .hasMessage("part is not whole: interrupted while 1 rows were handed over");
        } finally {
            assertThat(Thread.interrupted()).as("the interruption goes on").isTrue();
        }
    }

    private PartWriter<String> writer(DuckDBConnection connection, PartWriter.Query<String> query) throws Exception {
        return PartWriter.begin(
                connection,
                query,
                folder.resolve("part"),
                "the writer",
                new PartWriter.Rows<>(row -> "", String::length));
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("ended before the latch was opened", e);
        }
    }
}
