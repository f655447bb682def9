package io.github.lo2.table;

import static org.assertj.core.api.Assertions.assertThat;
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

@DisplayName("What writes a part of a table")
@Timeout(30)
class PartWriterTest {
    private static final int ROWS = 2_000;
    private static final String LARGE = "x".repeat(100_000);

    @TempDir
    Path folder;

    @Test
    @DisplayName("holds up who hands rows over before more than some MB of large rows wait, and loses none of them")
    void boundsWhatWaits() throws Exception {
        var opened = new CountDownLatch(1);
        var added = new AtomicInteger();
        Field<String> text = new Field.Text<>("text", row -> {
            awaitUninterrupted(opened); // a disk that stalls
            return row;
        });
        var query = new PartWriter.Query<>("large", List.of(text), "SELECT length(text) AS length FROM large()");
        try (DuckDBConnection connection = DuckDb.open(1, "64MB", folder.resolve("spill"));
                PartWriter<String> writer = new PartWriter<>(
                        connection.duplicate(),
                        query,
                        folder.resolve("part"),
                        "the writer",
                        new PartWriter.Rows<>(row -> "", String::length))) {
            var producer = new Thread(() -> {
                for (int i = 0; i < ROWS; i++) {
                    writer.add(LARGE);
                    added.incrementAndGet();
                }
                writer.end();
            });
            producer.start();
            await().until(() -> producer.getState() == Thread.State.TIMED_WAITING
                    || producer.getState() == Thread.State.TERMINATED);

            assertThat((long) added.get() * LARGE.length()).isBetween(1_000_000L, 12_000_000L);

            opened.countDown();
            producer.join();
            writer.await();
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT count(*), min(length) FROM %s"
                            .formatted(DuckDb.parquet(List.of(folder.resolve("part")))))) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getLong(1)).isEqualTo(ROWS);
                assertThat(rows.getLong(2)).isEqualTo(LARGE.length());
            }
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("ended before the latch was opened", e);
        }
    }
}
