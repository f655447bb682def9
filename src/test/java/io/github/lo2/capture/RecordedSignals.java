package io.github.lo2.capture;

import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.Sample;
import io.github.lo2.signal.SignalSink;
import io.github.lo2.signal.Span;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps all that it is handed, for tests to look at. */
final class RecordedSignals implements SignalSink, SignalWriter {
    @Override
    public Path folder() {
        return Path.of("target");
    }

    private final List<LogLine> lines = new CopyOnWriteArrayList<>();
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final List<Sample> samples = new CopyOnWriteArrayList<>();

    @Override
    public void log(LogLine line) {
        lines.add(line);
    }

    @Override
    public void span(Span span) {
        spans.add(span);
    }

    @Override
    public void sample(Sample sample) {
        samples.add(sample);
    }

    List<String> lines() {
        return lines.stream()
                .map(line -> new String(line.bytes(), StandardCharsets.UTF_8))
                .toList();
    }

    List<Span> spans() {
        return List.copyOf(spans);
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** Find the first sample of a metric whose labels include some. */
    Optional<Sample> sample(String metric, Map<String, String> labels) {
        return samples.stream()
                .filter(sample -> sample.series().metric().equals(metric))
                .filter(sample -> sample.series().labels().entrySet().containsAll(labels.entrySet()))
                .findFirst();
    }
}
