package io.github.lo2.verdict;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What a figure is counted or measured in, written as OpenTelemetry writes units (UCUM).
 *
 * <pre>{@code
 * assertThat(recording.captured()).hasSpansOf(99.5, PERCENT);
 * }</pre>
 */
public enum Unit {
    REQUESTS("{request}"),
    LOG_RECORDS("{log_record}"),
    SPANS("{span}"),
    SAMPLES("{sample}"),
    SERIES("{series}"),
    METRICS("{metric}"),
    MESSAGES("{message}"),
    SOURCES("{source}"),
    SERVICES("{service}"),
    SCENARIOS("{scenario}"),
    TAGS("{tag}"),
    READINGS("{reading}"),
    ROWS("{row}"),
    FILES("{file}"),
    OBJECTIONS("{objection}"),
    KEYS("{key}"),
    WORDS("{word}"),
    SIGNATURES("{signature}"),
    ENDPOINTS("{endpoint}"),
    STANDARD_DEVIATIONS("{standard_deviation}"),
    PERCENT("%"),
    SECONDS("s"),
    NANOSECONDS("ns");

    private final String symbol;

    Unit(String symbol) {
        this.symbol = symbol;
    }

    /** Write it as in JSON. */
    @JsonValue
    public String symbol() {
        return symbol;
    }
}
