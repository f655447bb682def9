package io.github.lo2.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An OTLP name becomes a Prometheus name")
class PrometheusNamesTest {

    @ParameterizedTest(name = "{0} [{1}] as {2}")
    @DisplayName("of a gauge, with its unit, a ratio as such")
    @CsvSource({
        "jvm.memory.used, By, jvm_memory_used_bytes",
        "jvm.cpu.recent_utilization, 1, jvm_cpu_recent_utilization_ratio",
        "jvm.thread.count, {thread}, jvm_thread_count",
        "jvm.cpu.count, {cpu}, jvm_cpu_count",
        "db.client.connections.usage, '', db_client_connections_usage",
        "process.uptime.seconds, s, process_uptime_seconds",
        "disk.io, By/s, disk_io_bytes_per_second",
        "queue.rate, {item}/m, queue_rate_per_minute",
        "room.temperature, Cel, room_temperature_celsius",
        "cache.hits, %, cache_hits_percent",
        "power.drawn, W, power_drawn_W"
    })
    void ofAGauge(String name, String unit, String expected) {
        assertThat(PrometheusNames.gauge(name, unit)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} [{1}] as {2}")
    @DisplayName("of a counter, with its unit and then 'total', once")
    @CsvSource({
        "jvm.cpu.time, s, jvm_cpu_time_seconds_total",
        "jvm.class.loaded, {class}, jvm_class_loaded_total",
        "requests, 1, requests_total",
        "requests_total, '', requests_total",
        "network.io, By, network_io_bytes_total"
    })
    void ofACounter(String name, String unit, String expected) {
        assertThat(PrometheusNames.counter(name, unit)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} [{1}] as {2}")
    @DisplayName("of a histogram, with its unit")
    @CsvSource({
        "http.server.request.duration, s, http_server_request_duration_seconds",
        "jvm.gc.duration, s, jvm_gc_duration_seconds",
        "request.size, By, request_size_bytes",
        "batch.size, 1, batch_size"
    })
    void ofAHistogram(String name, String unit, String expected) {
        assertThat(PrometheusNames.histogram(name, unit)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} as {1}")
    @DisplayName("of a label, with _ for what a label cannot have")
    @CsvSource({
        "http.request.method, http_request_method",
        "jvm-memory/pool name, jvm_memory_pool_name",
        "2xx, _2xx",
        "größe, gr__e",
        "already_fine:9, already_fine:9"
    })
    void ofALabel(String attribute, String expected) {
        assertThat(PrometheusNames.label(attribute)).isEqualTo(expected);
    }
}
