package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.lo2.signal.LogLine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The queue between reading and writing log lines")
@Timeout(30)
class LineQueueTest {
    private static final long SECOND = 1_000_000_000;

    private final List<String> written = new CopyOnWriteArrayList<>();

    @Test
    @DisplayName("hands lines on in their order, and is through when all are written")
    void handsOn() {
        try (var queue = new LineQueue(line -> written.add(text(line)))) {
            IntStream.range(0, 1000).forEach(i -> queue.add(line("key", i, "line " + i)));

            await().until(() -> queue.isThrough("key"));
            assertThat(written)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 1000).mapToObj(i -> "line " + i).toList());
            assertThat(queue.gaps()).isEmpty();
        }
    }

    @Test
    @DisplayName("never lets a reader wait for a disk: it is full then, and says which lines of whom it let go")
    void neverLetsAReaderWait() throws Exception {
        var diskIsBack = new CountDownLatch(1);
        try (var queue = new LineQueue(line -> stall(diskIsBack, line), 1_000)) {
            queue.add(line("token", SECOND, "small"));
            IntStream.range(0, 10).forEach(i -> queue.add(line("key", (i + 1) * SECOND, "x".repeat(300))));

            assertThat(queue.isThrough("token")).isFalse();
            assertThat(queue.isThrough("user"))
                    .as("one that has printed nothing")
                    .isTrue();
            assertThat(queue.gaps())
                    .containsExactly(new LogGap(
                            "key", 3 * SECOND, 10 * SECOND, "the suite wrote too slowly and could not keep 8 of them"));

            diskIsBack.countDown();
            await().until(() -> queue.isThrough("token") && queue.isThrough("key"));
            assertThat(written).hasSize(3);
            queue.add(line("key", 30 * SECOND, "y".repeat(300)));
            await().until(() -> queue.isThrough("key"));
            assertThat(written).as("when there is room again").hasSize(4);
        }
    }

    @Test
    @DisplayName("says what could not be written and why, and goes on with the next")
    void saysWhatCouldNotBeWritten() {
        try (var queue = new LineQueue(line -> {
            if (text(line).equals("bad")) {
                throw new IllegalStateException("no space left, 100 % is full");
            }
            written.add(text(line));
        })) {
            queue.add(line("key", SECOND, "bad"));
            queue.add(line("key", 2 * SECOND, "good"));

            await().until(() -> queue.isThrough("key"));
            assertThat(written).containsExactly("good");
            assertThat(queue.gaps())
                    .extracting(LogGap::cause)
                    .containsExactly("the suite could not write 1 of them: no space left, 100 % is full");
        }
    }

    private void stall(CountDownLatch diskIsBack, LogLine line) {
        try {
            diskIsBack.await();
            written.add(text(line));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static LogLine line(String container, long epochNanos, String text) {
        return new LogLine(container, epochNanos, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(LogLine line) {
        return new String(line.bytes(), StandardCharsets.UTF_8);
    }
}
