package io.github.lo2.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.Missing;
import io.github.lo2.signal.Sample;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.signal.Signal;
import io.github.lo2.signal.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The capture of a window")
class WindowCaptureTest {
    private final SignalRouter router = new SignalRouter();
    private final RecordedSignals first = new RecordedSignals();
    private final RecordedSignals second = new RecordedSignals();

    @Test
    @DisplayName(
            "takes the log lines stamped in it, those too that arrive after its end, and counts those that come when its logs are closed")
    void takesItsLogLines() {
        router.log(line("before", 9));
        WindowCapture window = router.open(seconds(10), first);
        router.log(line("stamped before, handed over late", 9));
        router.log(line("at the start", 10));
        window.end(seconds(20));
        router.log(line("of its end, read after it", 20));
        router.log(line("after the end", 21));
        window.closeLogs();
        router.log(line("of the window, too late", 19));
        router.log(line("after it", 22));

        assertThat(window.late())
                .extracting(Missing::toString)
                .containsExactly("1 log lines of the window, which came when its logs were closed");
        assertThat(first.lines()).containsExactly("at the start", "of its end, read after it");
        assertThat(window.lineCount()).isEqualTo(2);
    }

    @Test
    @DisplayName("takes the spans that started in it, those too that arrive after its end")
    void takesItsSpans() {
        WindowCapture window = router.open(seconds(10), first);
        router.span(span("started before", 9, 11));
        router.span(span("at the start", 10, 11));
        window.end(seconds(20));
        router.span(span("at the end", 20, 21));
        router.span(span("after the end", 21, 22));

        assertThat(first.spans()).extracting(Span::name).containsExactly("at the start", "at the end");
        assertThat(window.spanCount()).isEqualTo(2);
    }

    @Test
    @DisplayName("counts what comes of it when it takes no more, until it is closed")
    void countsWhatComesLate() {
        WindowCapture window = router.open(seconds(10), first);
        window.end(seconds(20));
        window.complete();
        router.span(span("of the window", 19, 30));
        router.span(span("after it", 21, 30));
        router.log(line("of the window", 19));
        router.sample(sample("load", 19, 1.0));

        assertThat(window.late())
                .extracting(Missing::signal, Missing::toString)
                .containsExactly(
                        tuple(Signal.LOGS, "1 log lines of the window, which came when its logs were closed"),
                        tuple(
                                Signal.SPANS,
                                "1 spans of the window, which came after one of each service that ended later"));
        assertThat(first.spans()).isEmpty();
        assertThat(first.lines()).isEmpty();
        assertThat(samplesOf(window)).isEmpty();
        window.close();
        router.span(span("of the window", 19, 31));
        assertThat(window.late())
                .as("what nobody is told of")
                .hasSize(2)
                .noneMatch(missing -> missing.toString().startsWith("2"));
    }

    @Test
    @DisplayName("takes the samples of its time and of the 5 s before it, whenever they arrive")
    void takesItsSamples() {
        WindowCapture window = router.open(seconds(10), first);
        router.sample(sample("load", 4, 0.4));
        router.sample(sample("load", 9, 0.9));
        router.sample(sample("load", 10, 1.0));
        window.end(seconds(12));
        router.sample(sample("load", 12, 1.2));
        router.sample(sample("load", 13, 1.3));

        SeriesSamples load = only(samplesOf(window));
        assertThat(load.size()).isEqualTo(3);
        assertThat(load.at(seconds(8))).isEmpty();
        assertThat(load.at(seconds(9))).hasValue(0.9);
        assertThat(load.at(seconds(10))).hasValue(1.0);
        assertThat(load.at(seconds(13))).hasValue(1.2);
    }

    @Test
    @DisplayName("begins each series with the last sample from before its start")
    void beginsWithTheSampleBefore() {
        router.sample(sample("load", 7, 0.7));
        router.sample(sample("load", 9, 0.9));
        WindowCapture window = router.open(seconds(10), first);
        router.sample(sample("load", 11, 1.1));
        window.reached(seconds(12));

        SeriesSamples load = only(samplesOf(window));
        assertThat(load.size()).isEqualTo(2);
        assertThat(load.at(seconds(8))).isEmpty();
        assertThat(load.at(seconds(10))).hasValue(0.9);
        assertThat(load.at(seconds(11))).hasValue(1.1);
    }

    @Test
    @DisplayName("takes nothing from after the load's own end, however late the suite hears of it")
    void endsWithTheLoad() {
        WindowCapture window = router.open(seconds(10), first);
        router.log(line("in the load", 11));
        router.span(span("in the load", 11, 12));
        router.sample(sample("load", 11, 1.1));
        window.reached(seconds(12));
        assertThat(first.lines()).as("written while the load goes on").containsExactly("in the load");

        for (long second : new long[] {14, 13, 15}) {
            router.log(line("at " + second, second));
            router.span(span("at " + second, second, second + 1));
            router.sample(sample("load", second, second / 10.0));
        }
        window.end(seconds(13));

        assertThat(first.lines()).containsExactly("in the load", "at 13");
        assertThat(window.lineCount()).isEqualTo(2);
        assertThat(first.spans()).extracting(Span::name).containsExactly("in the load", "at 13");
        assertThat(only(samplesOf(window)).times()).containsExactly(seconds(11), seconds(13));
    }

    @Test
    @DisplayName("writes in the order in which records came, whatever their times are")
    void keepsTheOrder() {
        WindowCapture window = router.open(seconds(10), first);
        router.log(line("b", 13));
        router.log(line("a", 11));
        window.reached(seconds(12));
        assertThat(first.lines()).isEmpty();
        router.log(line("c", 12));
        window.reached(seconds(13));
        router.log(line("d", 13));

        assertThat(first.lines()).containsExactly("b", "a", "c", "d");
    }

    @Test
    @DisplayName("takes nothing of a window beside it, even while both are open")
    void takesNothingOfItsNeighbour() {
        WindowCapture early = router.open(seconds(10), first);
        early.end(seconds(20));
        early.closeLogs();
        WindowCapture late = router.open(seconds(25), second);

        router.log(line("of the second", 26));
        router.span(span("late one of the first", 15, 16));
        router.span(span("between them", 22, 23));
        router.span(span("of the second", 26, 27));
        router.sample(sample("load", 19, 1.9));
        router.sample(sample("load", 26, 2.6));
        late.end(seconds(30));

        assertThat(first.lines()).isEmpty();
        assertThat(second.lines()).containsExactly("of the second");
        assertThat(first.spans()).extracting(Span::name).containsExactly("late one of the first");
        assertThat(second.spans()).extracting(Span::name).containsExactly("of the second");
        assertThat(only(samplesOf(early)).at(seconds(24))).hasValue(1.9);
        assertThat(only(samplesOf(early)).size()).isEqualTo(1);
        assertThat(only(samplesOf(late)).size()).isEqualTo(1);
        assertThat(only(samplesOf(late)).at(seconds(26))).hasValue(2.6);
    }

    @Test
    @DisplayName("takes nothing after it was closed")
    void takesNothingWhenClosed() {
        WindowCapture window = router.open(seconds(10), first);
        window.close();

        router.log(line("line", 11));
        router.span(span("span", 11, 12));
        router.sample(sample("load", 11, 1));

        assertThat(first.lines()).isEmpty();
        assertThat(first.spans()).isEmpty();
        assertThat(samplesOf(window)).isEmpty();
    }

    @Test
    @DisplayName("shows its series by metric and labels")
    void showsItsSeriesSorted() {
        WindowCapture window = router.open(seconds(10), first);
        for (String metric : List.of("up", "node_load1")) {
            for (String job : List.of("b", "a")) {
                router.sample(new Sample(new Series(metric, new TreeMap<>(Map.of("job", job))), seconds(11), 1));
            }
        }
        window.end(seconds(12));

        assertThat(samplesOf(window))
                .extracting(
                        samples -> samples.series().metric() + samples.series().labels())
                .containsExactly("node_load1{job=a}", "node_load1{job=b}", "up{job=a}", "up{job=b}");
    }

    private static List<SeriesSamples> samplesOf(WindowCapture window) {
        var samples = new ArrayList<SeriesSamples>();
        window.samples(samples::add);
        return samples;
    }

    private static SeriesSamples only(List<SeriesSamples> samples) {
        assertThat(samples).hasSize(1);
        return samples.get(0);
    }

    private static LogLine line(String text, long second) {
        return new LogLine("container", seconds(second), text.getBytes(StandardCharsets.UTF_8));
    }

    private static Span span(String name, long start, long end) {
        return new Span(
                "service",
                "trace",
                "span",
                "",
                name,
                "server",
                seconds(start),
                seconds(end),
                "UNSET",
                "",
                "",
                Map.of());
    }

    private static Sample sample(String metric, long second, double value) {
        return new Sample(new Series(metric, new TreeMap<>()), seconds(second), value);
    }

    private static long seconds(long count) {
        return TimeUnit.SECONDS.toNanos(1_795_500_000L + count);
    }
}
