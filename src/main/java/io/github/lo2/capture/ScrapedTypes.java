package io.github.lo2.capture;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.http.HttpsClient;
import io.github.lo2.json.Json;
import io.github.lo2.signal.SeriesType;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The types of metrics as a Prometheus has them from what it scrapes. It tells only those of targets that it has now. */
final class ScrapedTypes {
    /**
     * What Prometheus writes at each scrape by itself: no target tells of them, and so no metadata does. All are gauges, see
     * https://prometheus.io/docs/concepts/jobs_instances/.
     */
    private static final Set<String> OF_SCRAPES = Set.of(
            "up",
            "scrape_duration_seconds",
            "scrape_samples_post_metric_relabeling",
            "scrape_samples_scraped",
            "scrape_series_added");

    /** Metadata is of a whole histogram, summary or counter; a series of it has one of these endings more. */
    private static final Pattern PART = Pattern.compile("(?<whole>.+)_(?:(?<counter>total)|bucket|count|sum)");

    private final Map<String, SeriesType> byMetric = new ConcurrentHashMap<>();

    /**
     * Take what a Prometheus knows now to what it has known before.
     *
     * @param base where it answers, without a path
     * @throws IOException when it does not answer
     */
    void learn(HttpsClient http, URI base) throws IOException {
        try (InputStream reply = http.open(base.resolve("/api/v1/metadata"))) {
            for (Map.Entry<String, JsonNode> metric :
                    Json.MAPPER.readTree(reply).path("data").properties()) {
                byMetric.put(metric.getKey(), common(metric.getValue()));
            }
        }
    }

    /** Tell the type of the series of a name. */
    SeriesType of(String name) {
        if (OF_SCRAPES.contains(name)) {
            return SeriesType.GAUGE;
        }
        SeriesType own = byMetric.get(name);
        return own == null ? ofWhole(name) : own;
    }

    private SeriesType ofWhole(String name) {
        Matcher part = PART.matcher(name);
        if (!part.matches()) {
            return SeriesType.UNKNOWN;
        }
        Set<SeriesType> possible = part.group("counter") == null
                ? Set.of(SeriesType.HISTOGRAM, SeriesType.SUMMARY)
                : Set.of(SeriesType.COUNTER);
        SeriesType whole = byMetric.getOrDefault(part.group("whole"), SeriesType.UNKNOWN);
        return possible.contains(whole) ? whole : SeriesType.UNKNOWN;
    }

    /** Tell the type that all targets give to a metric. */
    private static SeriesType common(JsonNode ofTargets) {
        SeriesType common = type(ofTargets.path(0).path("type").asText());
        for (JsonNode ofTarget : ofTargets) {
            if (type(ofTarget.path("type").asText()) != common) {
                return SeriesType.UNKNOWN;
            }
        }
        return common;
    }

    private static SeriesType type(String word) {
        return switch (word) {
            case "counter" -> SeriesType.COUNTER;
            case "gauge", "info", "stateset" -> SeriesType.GAUGE;
            case "histogram" -> SeriesType.HISTOGRAM;
            case "summary" -> SeriesType.SUMMARY;
            default -> SeriesType.UNKNOWN;
        };
    }
}
