package io.github.lo2.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.capture.MetricSource;
import io.github.lo2.capture.OtlpReceiver;
import io.github.lo2.capture.SignalRouter;
import io.github.lo2.capture.SignalWriter;
import io.github.lo2.capture.WindowCapture;
import io.github.lo2.http.HttpsClient;
import io.github.lo2.recording.QuietStack;
import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.Missing;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.signal.Signal;
import io.github.lo2.signal.Span;
import io.github.lo2.stack.Service;
import io.github.lo2.time.EpochClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The arrival of a window's signals")
class ArrivalTest {
    private static final Duration LIMIT = Duration.ofMillis(300);
    private static final SignalWriter NOWHERE = new SignalWriter() {
        @Override
        public void log(LogLine line) {}

        @Override
        public void span(Span span) {}

        @Override
        public Path folder() {
            return Path.of("target");
        }
    };

    private final EpochClock clock = EpochClock.system();
    private final SignalRouter router = new SignalRouter();
    private final OtlpReceiver receiver = OtlpReceiver.start(router, clock);
    private final QuietStack stack = new QuietStack();
    private final AtomicInteger metricsAsked = new AtomicInteger();
    private List<String> missingMetrics = List.of();

    @AfterEach
    void closeTheReceiver() {
        receiver.close();
    }

    @Test
    @DisplayName("is complete at once when nothing is behind")
    void isCompleteAtOnce() {
        Arrival arrival = arrival();
        WindowCapture window = endedWindow();

        assertThat(arrival.awaitRest(arrival.awaitLogs(window))).isEmpty();
    }

    @Test
    @DisplayName("says which log streams are behind, and takes no more of their lines")
    void saysWhichLogsAreBehind() {
        stack.logsBehind("web");
        Arrival arrival = arrival();
        WindowCapture window = endedWindow();

        var mark = arrival.awaitLogs(window);
        router.log(new LogLine("web", window.startNanos(), "late".getBytes(StandardCharsets.UTF_8)));

        assertThat(arrival.awaitRest(mark))
                .anySatisfy(missing -> assertThat(missing.toString()).startsWith("the last log lines of web"));
        assertThat(window.lineCount()).isZero();
    }

    @Test
    @DisplayName("says of which services the last spans are missing, and what the metrics' source has not")
    void saysWhatIsMissing() {
        URI nowhere = URI.create("http://127.0.0.1:1");
        stack.serving(new Service("token", "web", "token-service", nowhere, nowhere, nowhere));
        missingMetrics = List.of("the last scrape");
        Arrival arrival = arrival();

        assertThat(arrival.awaitRest(arrival.awaitLogs(endedWindow())))
                .extracting(Object::toString)
                .containsExactlyInAnyOrder("the last spans of token-service", "the last scrape");
        assertThat(metricsAsked).hasValueGreaterThan(3);
    }

    @Test
    @DisplayName(
            "counts lines of the window that come until its spans and metrics are there, and what could not be written")
    void countsLateLines() {
        Arrival arrival = arrival();
        long start = clock.nanos();
        WindowCapture window = router.open(start, new SignalWriter() {
            @Override
            public void log(LogLine line) {
                throw new IllegalStateException("not foreseen");
            }

            @Override
            public void span(Span span) {}

            @Override
            public Path folder() {
                return Path.of("target");
            }
        });
        router.log(new LogLine("web", start, "in time".getBytes(StandardCharsets.UTF_8)));
        window.end(clock.nanos());

        var mark = arrival.awaitLogs(window);
        router.log(new LogLine("web", start, "late".getBytes(StandardCharsets.UTF_8)));
        List<Missing> missing = arrival.awaitRest(mark);
        router.log(new LogLine("web", start, "later than all".getBytes(StandardCharsets.UTF_8)));

        assertThat(missing).extracting(Missing::signal).containsExactly(Signal.LOGS, Signal.LOGS);
        assertThat(missing)
                .extracting(Missing::what)
                .containsExactly(
                        "1 log lines of the window, which came when its logs were closed",
                        "1 records of the window, which the suite could not write: java.lang.IllegalStateException: not foreseen");
        assertThat(window.lateLineCount()).as("nobody is told of more").isEqualTo(1);
    }

    private WindowCapture endedWindow() {
        WindowCapture window = router.open(clock.nanos(), NOWHERE);
        window.end(clock.nanos());
        return window;
    }

    private Arrival arrival() {
        return new Arrival(stack, receiver, new Source(), new HttpsClient(), LIMIT);
    }

    private final class Source implements MetricSource {
        @Override
        public List<String> missing(long endNanos) {
            metricsAsked.incrementAndGet();
            return missingMetrics;
        }

        @Override
        public List<String> read(WindowCapture window, Consumer<SeriesSamples> sink) {
            return List.of();
        }
    }
}
