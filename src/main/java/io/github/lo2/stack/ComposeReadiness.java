package io.github.lo2.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.http.HttpsClient;
import io.github.lo2.json.Json;
import io.github.lo2.stack.ComposeDefinition.ComposeService;
import io.github.lo2.stack.ComposeDefinition.Role;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What each service of a Compose file is asked to learn whether it is ready. */
final class ComposeReadiness {
    private static final int SOCKET_MILLIS = 2_000;
    private static final int PROMETHEUS_PORT = 9090;
    private static final int JAEGER_PORT = 16686;

    private final ComposeDefinition definition;
    private final HttpsClient http;

    ComposeReadiness(ComposeDefinition definition, HttpsClient http) {
        this.definition = definition;
        this.http = http;
    }

    /** Say where Prometheus answers, without a path. */
    URI prometheus() {
        return address(definition.playing(Role.PROMETHEUS), PROMETHEUS_PORT);
    }

    /** Say where Jaeger's UI and query API answer, without a path. */
    URI jaeger() {
        return address(definition.playing(Role.JAEGER), JAEGER_PORT);
    }

    /** Give the questions, by the services' names. */
    Map<String, BooleanSupplier> questions() {
        var questions = new LinkedHashMap<String, BooleanSupplier>();
        definition
                .services()
                .forEach(service -> question(service).ifPresent(asked -> questions.put(service.name(), asked)));
        return questions;
    }

    private Optional<BooleanSupplier> question(ComposeService service) {
        if (service.role().isEmpty()) {
            return service.underTest().map(tested -> () -> Readiness.isReady(http.get(tested.health(), Map.of())));
        }
        return switch (service.role().orElseThrow()) {
            case DATABASE -> Optional.of(() -> greets(service));
            case PROMETHEUS -> Optional.of(this::targetsAreUp);
            case JAEGER -> Optional.of(() -> answers(jaeger().resolve("/api/services")));
            case EXPORTER -> Optional.empty(); // Prometheus sees them
        };
    }

    /** Tell whether a database has sent its greeting; the engine's proxy takes connections long before. */
    private static boolean greets(ComposeService service) {
        int port = service.ports().values().iterator().next();
        try (var socket = new Socket()) {
            socket.setSoTimeout(SOCKET_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), SOCKET_MILLIS);
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean targetsAreUp() {
        try (InputStream reply = http.open(prometheus().resolve("/api/v1/targets?state=active"))) {
            JsonNode targets = Json.MAPPER.readTree(reply).path("data").path("activeTargets");
            boolean up = !targets.isEmpty();
            for (JsonNode target : targets) {
                up &= target.path("health").asText().equals("up");
            }
            return up;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean answers(URI uri) {
        try (InputStream reply = http.open(uri)) {
            return reply.read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static URI address(ComposeService service, int port) {
        Integer published = service.ports().get(port);
        if (published == null) {
            throw new StackException("service %s does not publish port %s; expected it on the loopback interface"
                    .formatted(service.name(), port));
        }
        return URI.create("http://localhost:" + published);
    }
}
