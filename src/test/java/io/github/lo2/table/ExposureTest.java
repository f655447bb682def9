package io.github.lo2.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.junit.BesideOthers;
import io.github.lo2.signal.FaultTrace;
import io.github.lo2.signal.Span;
import io.github.lo2.system.LogId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@BesideOthers
@DisplayName("What requests were exposed to")
class ExposureTest {
    private static final String USER = "shop-user-service";
    private static final String CART = "shop-cart-service";
    private static final long FROM = 1_795_519_310_000_000_000L;
    private static final long TO = FROM + 1000;

    @TempDir
    Path folder;

    private final StringBuilder requests = new StringBuilder();
    private final List<Span> spans = new ArrayList<>();

    /** A request to each service before, at the beginning of, during, at the end of, and after what they were exposed to. */
    @BeforeEach
    void requests() {
        String number = "0";
        for (String service : List.of(USER, CART)) {
            request(number + "1", service, FROM - 200, 100);
            request(number + "2", service, FROM - 200, 200);
            request(number + "3", service, FROM + 10, 100);
            request(number + "4", service, TO - 1, 100);
            request(number + "5", service, TO, 100);
            number = "1";
        }
    }

    @Test
    @DisplayName("met those under way at the service while it was there, and no other")
    void ofAService() throws IOException {
        assertThat(exposed(Optional.of(USER))).containsExactly("02", "03", "04");
    }

    @Test
    @DisplayName("met those that came to the service by way of another, by the times of their spans there")
    void bySpans() throws IOException {
        spans.add(span("13", USER, "server", FROM + 20, FROM + 30, Map.of()));
        spans.add(span("14", USER, "server", TO + 20, TO + 30, Map.of()));
        spans.add(span("12", USER, "server", FROM - 30, FROM, Map.of()));
        spans.add(span("15", CART, "server", FROM + 20, FROM + 30, Map.of()));

        assertThat(exposed(Optional.of(USER))).containsExactly("02", "12", "03", "13", "04");
    }

    @Test
    @DisplayName("met, at the database, those under way that have a span of it, also one that began later")
    void ofTheDatabase() throws IOException {
        spans.add(span("03", USER, "client", FROM + 20, FROM + 30, Map.of("db.system", "x")));
        spans.add(span("14", CART, "client", TO + 20, TO + 30, Map.of("db.system", "x")));
        spans.add(span("15", CART, "client", TO + 20, TO + 30, Map.of("db.system", "x")));
        spans.add(span("04", USER, "client", FROM + 20, FROM + 30, Map.of("http.route", "/")));
        spans.add(span("02", USER, "internal", FROM + 20, FROM + 30, Map.of("db.system", "x")));

        assertThat(exposed(Optional.empty())).containsExactly("03", "14");
    }

    @Test
    @DisplayName(
            "met, at the database, those under way that have no span of it, if all of their endpoint had one before")
    void withoutASpanOfTheDatabase() throws IOException {
        request("00", USER, FROM - 500, 100);
        spans.add(span("11", CART, "client", FROM - 200, FROM - 190, Map.of("db.system", "x")));
        spans.add(span("00", USER, "client", FROM - 500, FROM - 490, Map.of("db.system", "x")));

        assertThat(exposed(Optional.empty())).containsExactly("12", "13", "14");
    }

    @Test
    @DisplayName("stands in the table of requests, apart from hits")
    void standsInTheTable() throws IOException {
        Path truth = groundTruth();
        try (TableParts parts = begin()) {
            List<FaultTrace> exposed = parts.exposed(truth, new Exposure(Optional.of(USER), false, FROM, TO));
            assertThat(exposed).allMatch(trace -> trace.exposed() && !trace.hit());
            Files.writeString(
                    folder.resolve(GroundTruth.FAULTS),
                    exposed.stream()
                            .map(trace ->
                                    "{\"trace_id\":\"%s\",\"hit\":false,\"exposed\":true}\n".formatted(trace.traceId()))
                            .reduce("", String::concat));
            parts.requests(truth);
            parts.finish();
        }

        try (TableViews views = TableViews.open(
                folder, Map.of(Table.REQUESTS, List.of(folder.resolve("parts/requests-00001.parquet"))))) {
            assertThat(views.ask("SELECT trace_id FROM requests WHERE exposed ORDER BY time", row -> row.getString(1)))
                    .containsExactly("02", "03", "04");
            assertThat((long) views.askOne("SELECT count(*) FROM requests WHERE hit", row -> row.getLong(1)))
                    .isZero();
        }
    }

    @Test
    @DisplayName(
            "met, at the network between a service and the database, those that asked the database from that service")
    void ofTheNetwork() throws IOException {
        request("00", USER, FROM - 500, 100);
        request("10", CART, FROM - 500, 100);
        spans.add(span("00", USER, "client", FROM - 500, FROM - 490, Map.of("db.system", "x")));
        spans.add(span("01", USER, "client", FROM - 200, FROM - 190, Map.of("db.system", "x")));
        spans.add(span("10", CART, "client", FROM - 500, FROM - 490, Map.of("db.system", "x")));
        spans.add(span("13", USER, "client", FROM + 20, FROM + 30, Map.of("db.system", "x")));
        spans.add(span("14", CART, "client", TO + 20, TO + 30, Map.of("db.system", "x")));

        assertThat(exposed(new Exposure(Optional.of(USER), true, FROM, TO)))
                .as("of those sent to the other service the one that came here by way of it")
                .containsExactly("02", "03", "13", "04");
    }

    private List<String> exposed(Optional<String> serviceName) throws IOException {
        return exposed(new Exposure(serviceName, serviceName.isEmpty(), FROM, TO));
    }

    private List<String> exposed(Exposure exposure) throws IOException {
        Path truth = groundTruth();
        try (TableParts parts = begin()) {
            spans.forEach(parts::span);
            return parts.exposed(truth, exposure).stream()
                    .map(FaultTrace::traceId)
                    .toList();
        }
    }

    private TableParts begin() {
        return TableParts.begin(folder.resolve("parts"), "run", "pause", LogId.TRACE, Map.of());
    }

    private Path groundTruth() throws IOException {
        return Files.writeString(folder.resolve("requests.jsonl"), requests);
    }

    private void request(String traceId, String service, long time, long duration) {
        requests.append("""
            {"time":%s,"duration":%s,"scenario":"pause","trace_id":"%s","span_id":"%s","tag":"correct","anomaly":false,\
            "background":false,"chosen":false,"service_name":"%s","method":"GET","route":"/","status":200,"bytes":0}
            """.formatted(time, duration, traceId, traceId, service));
    }

    private static Span span(
            String traceId, String service, String kind, long start, long end, Map<String, Object> attributes) {
        return new Span(service, traceId, "s" + traceId, "", "GET", kind, start, end, "UNSET", "s", "1", attributes);
    }
}
