package io.github.lo2.capture;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.http.HttpsClient;
import io.github.lo2.json.Json;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Metrics that a Prometheus scrapes.
 *
 * <p>One request brings the raw samples of all listed metrics over a window, with their own times (a range selector of the
 * window's length, evaluated at its end). The reply is read as it comes, a series at a time. A window of more than ten
 * minutes is asked for metric by metric, in slices, and so is one that is more than Prometheus loads for one query
 * ({@code --query.max-samples}): neither its memory nor ours grows with a window.
 *
 * <p>Samples do not say what they mean: whether a metric counts or goes up and down is asked of the metadata of what is
 * scraped.
 *
 * <p>Raw samples do not show where a series ended. Prometheus keeps a mark for that ("stale"), but it does not hand it out. It
 * sets one at the time of the scrape in which the series is missing, unless the exporter gives its samples times of their own.
 * The samples of {@code up} have the times of all scrapes, so this class finds the marks again. A value at a full second is
 * then what a range query with a step of 1 s would answer, provided that Prometheus looks back 5 s
 * ({@code --query.lookback-delta=5s}).
 */
public final class PrometheusMetrics implements MetricSource {
    /** The metric that Prometheus itself makes at each scrape. */
    private static final String UP = "up";

    private static final String QUERY = "/api/v1/query";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    /** What Prometheus answers when a query needs more samples than it may hold. */
    private static final String TOO_MANY = "too many samples";

    private static final long SLICE_MILLIS = TimeUnit.MINUTES.toMillis(10);
    private static final long SHORTEST_SLICE_MILLIS = TimeUnit.SECONDS.toMillis(10);
    private static final int MILLI_DIGITS = 3;
    private static final int NANO_DIGITS = 9;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final HttpsClient http;
    private final URI base;
    private final Set<String> metrics;
    private final EpochClock clock;
    private final int targets;
    /** What was scraped once may be gone when a later window is read. */
    private final ScrapedTypes types = new ScrapedTypes();

    private volatile long nextScrapeNanos;

    /** What a scrape is told apart by from those of other targets. */
    private record Target(String job, String instance) {
        static Target of(Series series) {
            return new Target(
                    series.labels().getOrDefault("job", ""), series.labels().getOrDefault("instance", ""));
        }
    }

    /**
     * Prepare to read the metrics of a Prometheus that has scraped each of its targets.
     *
     * @param base where it answers, without a path
     * @param metrics the names of the metrics to read
     * @throws CaptureException when it does not answer
     */
    public PrometheusMetrics(HttpsClient http, URI base, Collection<String> metrics, EpochClock clock) {
        this.http = http;
        this.base = base;
        this.metrics = new TreeSet<>(metrics);
        this.clock = clock;
        try {
            this.targets = lastScrapes().size();
        } catch (IOException e) {
            throw new CaptureException(unreadable(base, e), e);
        }
    }

    /**
     * List the names of the metrics that a Prometheus has, sorted.
     *
     * @param base where it answers, without a path
     * @throws CaptureException when it does not answer
     */
    public static List<String> names(HttpsClient http, URI base) {
        try (InputStream reply = http.open(base.resolve("/api/v1/label/__name__/values"))) {
            var names = new ArrayList<String>();
            Json.MAPPER.readTree(reply).path("data").forEach(name -> names.add(name.asText()));
            return names;
        } catch (IOException e) {
            throw new CaptureException(unreadable(base, e), e);
        }
    }

    /** List the metrics asked for that this Prometheus does not have. */
    public List<String> unknown() {
        var unknown = new ArrayList<>(metrics);
        unknown.removeAll(new HashSet<>(names(http, base)));
        return unknown;
    }

    /**
     * {@inheritDoc}
     *
     * <p>A sample that an exporter took before the end comes with the first scrape after the end, if not earlier.
     */
    @Override
    public List<String> missing(long endNanos) {
        if (clock.nanos() < nextScrapeNanos) {
            return List.of("the last scrape");
        }
        try {
            Map<Target, Long> scrapes = lastScrapes();
            long oldest =
                    scrapes.values().stream().mapToLong(Long::longValue).min().orElse(0);
            if (oldest > endNanos && scrapes.size() >= targets) {
                return List.of();
            }
            if (scrapes.size() < targets) {
                return List.of("scrapes of %s of %s targets".formatted(targets - scrapes.size(), targets));
            }
            // Not asked again before the next can be there: the answer would be the same.
            nextScrapeNanos = oldest + TimeUnit.SECONDS.toNanos(1);
            return scrapes.entrySet().stream()
                    .filter(scrape -> scrape.getValue() <= endNanos)
                    .map(scrape -> "the last scrape of " + scrape.getKey().instance())
                    .toList();
        } catch (IOException e) {
            return List.of("metrics: " + unreadable(base, e));
        }
    }

    @Override
    public List<String> read(WindowCapture window, Consumer<SeriesSamples> sink) {
        try {
            types.learn(http, base);
            var scrapes = new LinkedHashMap<Target, SeriesSamples>();
            var range = Range.of(window);
            sliced(UP, range, SLICE_MILLIS, up -> scrapes.put(Target.of(up.series()), up));
            Consumer<SeriesSamples> marking = series -> {
                SeriesSamples up = scrapes.get(Target.of(series.series()));
                if (up != null) {
                    markEnds(series, up.times());
                }
                sink.accept(series);
            };
            if (range.millis() > SLICE_MILLIS || !selected(alternatives(metrics), range, marking)) {
                for (String metric : metrics) {
                    sliced(alternatives(Set.of(metric)), range, SLICE_MILLIS, marking);
                }
            }
            return scrapes.entrySet().stream()
                    .flatMap(scrape -> failures(scrape.getKey(), scrape.getValue(), window).stream())
                    .toList();
        } catch (IOException e) {
            throw new CaptureException("metrics: " + unreadable(base, e), e);
        }
    }

    private static String unreadable(URI base, IOException e) {
        return "Prometheus at %s cannot be read: %s".formatted(base, reason(e));
    }

    private static Optional<String> failures(Target target, SeriesSamples up, WindowCapture window) {
        long failed = Arrays.stream(up.times())
                .filter(time -> time >= window.startNanos() && time <= window.endNanos())
                .filter(time -> up.at(time).orElse(0) == 0)
                .count();
        return failed == 0
                ? Optional.empty()
                : Optional.of("failed scrapes of %2$s: %1$s".formatted(failed, target.instance()));
    }

    /** Mark each scrape that a series is missing from, where the times of its samples are those of the scrapes. */
    private static void markEnds(SeriesSamples series, long[] scrapes) {
        long[] times = series.times();
        if (Arrays.stream(times).anyMatch(time -> Arrays.binarySearch(scrapes, time) < 0)) {
            return; // the exporter gives them times of its own
        }
        for (long scrape : scrapes) {
            if (times.length > 0 && scrape > times[0] && Arrays.binarySearch(times, scrape) < 0) {
                series.endAt(scrape);
            }
        }
    }

    private static String alternatives(Set<String> metrics) {
        return metrics.stream().map(PrometheusMetrics::quoted).collect(Collectors.joining("|", "{__name__=~\"", "\"}"));
    }

    /** Quote a name for a regular expression within a string; names are letters, digits, underscores and colons. */
    private static String quoted(String name) {
        return NAME.matcher(name).matches() ? name : Pattern.quote(name).replace("\\", "\\\\");
    }

    private Map<Target, Long> lastScrapes() throws IOException {
        var scrapes = new LinkedHashMap<Target, Long>();
        try (InputStream reply = http.post(base.resolve(QUERY), Map.of("query", "timestamp(" + UP + ")"))) {
            for (JsonNode result : Json.MAPPER.readTree(reply).path("data").path("result")) {
                JsonNode labels = result.path("metric");
                var target = new Target(
                        labels.path("job").asText(), labels.path("instance").asText());
                scrapes.put(target, nanos(result.path("value").path(1).asText()));
            }
        }
        return scrapes;
    }

    private static String reason(IOException e) {
        // The message of a JSON error has a second line with the place.
        return e instanceof JsonProcessingException json
                ? "its reply is broken: " + json.getOriginalMessage()
                : String.valueOf(e.getMessage());
    }

    /** Hand over the raw samples of all series that a selector matches, whatever their number. */
    private void sliced(String selector, Range range, long sliceMillis, Consumer<SeriesSamples> sink)
            throws IOException {
        var whole = new LinkedHashMap<Series, SeriesSamples>();
        for (Range slice : range.slices(sliceMillis)) {
            boolean selected = selected(
                    selector, slice, part -> part.copyTo(whole.computeIfAbsent(part.series(), SeriesSamples::new)));
            if (!selected && sliceMillis / 2 < SHORTEST_SLICE_MILLIS) {
                throw new IOException(
                        "%s of %s s of %s are too many samples for it; give it a higher --query.max-samples"
                                .formatted(selector, sliceMillis / 1_000, base));
            }
            if (!selected) {
                sliced(selector, range, sliceMillis / 2, sink);
                return;
            }
        }
        whole.values().forEach(sink);
    }

    /**
     * Hand over the raw samples of all series that a selector matches.
     *
     * @return whether they were not too many for one query; then nothing is handed over
     */
    private boolean selected(String selector, Range range, Consumer<SeriesSamples> sink) throws IOException {
        try {
            select(selector, range, sink);
            return true;
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains(TOO_MANY)) {
                return false;
            }
            throw e;
        }
    }

    private void select(String selector, Range range, Consumer<SeriesSamples> sink) throws IOException {
        Map<String, String> form = Map.of(
                "query",
                "%s[%sms]".formatted(selector, range.millis()),
                "time",
                BigDecimal.valueOf(range.toMillis(), MILLI_DIGITS).toPlainString());
        try (InputStream reply = http.post(base.resolve(QUERY), form);
                JsonParser json = Json.MAPPER.getFactory().createParser(reply)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.FIELD_NAME
                        && json.currentName().equals("result")) {
                    json.nextToken();
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        sink.accept(series(json));
                    }
                }
            }
        }
    }

    /** A stretch of time, ms since the epoch (UTC). */
    private record Range(long fromMillis, long toMillis) {
        static Range of(WindowCapture window) {
            return new Range(
                    (window.startNanos() - SeriesSamples.LOOKBACK_NANOS) / NANOS_PER_MILLI,
                    window.endNanos() / NANOS_PER_MILLI);
        }

        long millis() {
            return toMillis - fromMillis;
        }

        /** Cut it; a sample at the place of a cut may come twice, and is let go the second time. */
        List<Range> slices(long sliceMillis) {
            var slices = new ArrayList<Range>();
            for (long from = fromMillis; from < toMillis; from += sliceMillis) {
                slices.add(new Range(from, Math.min(from + sliceMillis, toMillis)));
            }
            return slices;
        }
    }

    private SeriesSamples series(JsonParser json) throws IOException {
        SeriesSamples samples = new SeriesSamples(new Series("", new TreeMap<>()));
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "metric" -> samples = new SeriesSamples(labels(json));
                case "values" -> values(json, samples);
                default -> json.skipChildren();
            }
        }
        return samples;
    }

    private Series labels(JsonParser json) throws IOException {
        var labels = new TreeMap<String, String>();
        String metric = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            String value = json.nextTextValue();
            if (name.equals("__name__")) {
                metric = value;
            } else {
                labels.put(name, value);
            }
        }
        return new Series(metric, types.of(metric), labels);
    }

    private static void values(JsonParser json, SeriesSamples samples) throws IOException {
        while (json.nextToken() == JsonToken.START_ARRAY) {
            json.nextToken();
            long time = nanos(json.getText());
            samples.add(time, value(json.nextTextValue()));
            json.nextToken();
        }
    }

    /** Read a time, seconds with at most three decimals, without rounding. */
    private static long nanos(String seconds) {
        return new BigDecimal(seconds).movePointRight(NANO_DIGITS).longValueExact();
    }

    private static double value(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
