package io.github.lo2.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.Missing;
import io.github.lo2.signal.Sample;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.Span;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The signal router")
class SignalRouterTest {
    private final SignalRouter router = new SignalRouter();

    @Test
    @DisplayName("lets records outside all windows go")
    void letsRecordsGo() {
        router.log(new LogLine("container", 1, "line".getBytes(StandardCharsets.UTF_8)));
        router.span(new Span("service", "t", "s", "", "name", "server", 1, 2, "UNSET", "", "", Map.of()));
        router.sample(sample("up", 1, 1));

        var signals = new RecordedSignals();
        WindowCapture window = router.open(100, signals);

        assertThat(signals.lines()).isEmpty();
        assertThat(signals.spans()).isEmpty();
        assertThat(window.lineCount()).isZero();
        assertThat(window.spanCount()).isZero();
    }

    @Test
    @DisplayName("gives a record to every open window that it lies in")
    void givesARecordToEveryWindow() {
        var outer = new RecordedSignals();
        var inner = new RecordedSignals();
        WindowCapture early = router.open(10, outer);
        WindowCapture late = router.open(20, inner);

        router.log(new LogLine("container", 15, "early".getBytes(StandardCharsets.UTF_8)));
        router.log(new LogLine("container", 25, "late".getBytes(StandardCharsets.UTF_8)));

        early.end(30);
        late.end(30);
        assertThat(outer.lines()).containsExactly("early", "late");
        assertThat(inner.lines()).containsExactly("late");
    }

    @Test
    @DisplayName("shows the newest sample of each series, window or not")
    void showsTheNewestSamples() {
        router.sample(sample("up", 1, 1));
        router.sample(sample("node_load1", 1, 0.5));
        router.sample(sample("up", 2, 0));

        assertThat(router.latest()).containsExactlyInAnyOrder(sample("up", 2, 0), sample("node_load1", 1, 0.5));
    }

    @Test
    @DisplayName("gives a record to a window whatever another one's writer throws, and that one says what it has not")
    void isNotHurtByAWindow() {
        WindowCapture broken = router.open(10, new Broken());
        var whole = new RecordedSignals();
        WindowCapture other = router.open(10, whole);
        router.log(new LogLine("container", 11, "first".getBytes(StandardCharsets.UTF_8)));
        router.log(new LogLine("container", 12, "second".getBytes(StandardCharsets.UTF_8)));
        router.span(new Span("service", "t", "s", "", "name", "server", 11, 12, "UNSET", "", "", Map.of()));

        // As Locust's reader says it: what is thrown there would end the reader.
        broken.reached(20);
        other.reached(20);

        assertThat(whole.lines()).containsExactly("first", "second");
        assertThat(whole.spans()).hasSize(1);
        assertThat(broken.lineCount()).isZero();
        assertThat(broken.unwritten())
                .extracting(Missing::what)
                .containsExactlyInAnyOrder(
                        "2 records of the window, which the suite could not write: java.lang.IllegalStateException: not foreseen",
                        "1 records of the window, which the suite could not write: java.lang.IllegalStateException: not foreseen");
    }

    private static final class Broken implements SignalWriter {
        @Override
        public void log(LogLine line) {
            throw new IllegalStateException("not foreseen");
        }

        @Override
        public void span(Span span) {
            throw new IllegalStateException("not foreseen");
        }

        @Override
        public Path folder() {
            return Path.of("target");
        }
    }

    private static Sample sample(String metric, long time, double value) {
        return new Sample(new Series(metric, new TreeMap<>()), time, value);
    }
}
