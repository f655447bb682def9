package io.github.lo2.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.LogRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The log formats of the project")
class LogFormatsTest {
    private static final LogFormats FORMATS = LogFormats.read(Path.of("compose", "light-oauth2", "log_formats.json"));

    /** What a line of a format holds; null where the format does not say. */
    private record Fields(
            @Nullable String level,
            @Nullable String logger,
            @Nullable String method,
            @Nullable String thread,
            @Nullable String requestId) {}

    @ParameterizedTest(name = "{0}")
    @MethodSource("lines")
    @DisplayName("tell the fields from the message in what each container writes")
    void tellFieldsFromTheMessage(String source, String prefix, String message, Fields fields) {
        List<LogRecord> records = new ArrayList<>();
        var reader = new LogRecordReader(FORMATS, records::add);
        (prefix + message)
                .lines()
                .forEach(line -> reader.accept(new LogLine("c", 1, line.getBytes(StandardCharsets.UTF_8))));
        reader.finish();

        assertThat(records).as(source).singleElement().satisfies(record -> {
            assertThat(record.prefix()).isEqualTo(prefix);
            assertThat(record.message()).isEqualTo(message);
            assertThat(new Fields(
                            record.level(), record.logger(), record.method(), record.thread(), record.requestId()))
                    .isEqualTo(fields);
            assertThat(record.traceId()).isNull();
            assertThat(record.raw()).isNull();
        });
    }

    static List<Arguments> lines() {
        return List.of(
                line(
                        "a service, for a request",
                        "11:21:49.357 [XNIO-1 task-5]  -ehvZzfb724DfYI61pd89Q DEBUG c.n.openapi.ApiNormalisedPath <init> - ",
                        "path = /oauth2/client, base path is set to: ",
                        new Fields(
                                "DEBUG",
                                "c.n.openapi.ApiNormalisedPath",
                                "<init>",
                                "XNIO-1 task-5",
                                "-ehvZzfb724DfYI61pd89Q")),
                line(
                        "a service, for no request",
                        "11:21:49.513 [hz._hzInstance_1_dev.cached.thread-3]   DEBUG c.n.oauth.cache.ClientMapStore load - ",
                        "Load:2c78d377-460d-4dff-876f-ba4c83c0a9c3",
                        new Fields(
                                "DEBUG",
                                "c.n.oauth.cache.ClientMapStore",
                                "load",
                                "hz._hzInstance_1_dev.cached.thread-3",
                                null)),
                line(
                        "a service that says its own id",
                        "23:49:57.999 [main] com.networknt.oauth2-token-1.0.0  INFO  com.networknt.server.Server init - ",
                        "server starts",
                        new Fields("INFO", "com.networknt.server.Server", "init", "main", null)),
                line(
                        "a service, nothing",
                        "11:21:49.357 [XNIO-1 task-5]   ERROR c.n.handler.LightHttpHandler setExchangeStatus - ",
                        "",
                        new Fields(
                                "ERROR", "c.n.handler.LightHttpHandler", "setExchangeStatus", "XNIO-1 task-5", null)),
                line(
                        "Hazelcast",
                        "Nov 24, 2026 7:35:09 AM com.hazelcast.cp.CPSubsystem\nWARNING: ",
                        "[127.0.0.1]:5706 [dev] [5.3.1] CP Subsystem is not enabled.",
                        new Fields("WARN", "com.hazelcast.cp.CPSubsystem", null, null, null)),
                line(
                        "java.util.logging with a method",
                        "Nov 24, 2026 11:21:51 PM com.zaxxer.Pool <init>\nINFO: ",
                        "text",
                        new Fields("INFO", "com.zaxxer.Pool", "<init>", null, null)),
                line(
                        "logback about itself",
                        "12:13:52,142 |-WARN in ch.qos.logback.classic.util.DefaultJoranConfigurator@7b91d9f - ",
                        "Resource [logback.xml] occurs multiple times on the classpath.",
                        new Fields("WARN", "ch.qos.logback.classic.util.DefaultJoranConfigurator", null, null, null)),
                line(
                        "the agent",
                        "[otel.javaagent 2026-11-24 10:25:19:482 +0000] [OkHttp http://localhost:4318/...] ERROR io.opentelemetry.exporter.otlp.internal.HttpExporter - ",
                        "Failed to export 1 spans. The request could not be executed.",
                        new Fields(
                                "ERROR",
                                "io.opentelemetry.exporter.otlp.internal.HttpExporter",
                                null,
                                "OkHttp http://localhost:4318/...",
                                null)),
                line(
                        "MySQL 9.7",
                        "2026-11-24T12:55:28.995426Z 1 [System] [MY-013576] [InnoDB] ",
                        "InnoDB initialization has started.",
                        new Fields("INFO", "InnoDB", null, "1", null)),
                line(
                        "MySQL 9.7, a warning",
                        "2026-11-24T12:55:29.936452Z 5 [Warning] [MY-010453] [Server] ",
                        "root@localhost is created with an empty password !",
                        new Fields("WARN", "Server", null, "5", null)),
                line(
                        "the entrypoint of our MySQL image",
                        "2026-11-24T11:21:49 [entrypoint] ",
                        "starting mysqld",
                        new Fields(null, "entrypoint", null, null, null)),
                line(
                        "the entrypoint of the published MySQL image",
                        "2026-11-24 11:21:49+00:00 [Note] [Entrypoint]: ",
                        "Entrypoint script for MySQL Server 9.7.0-1.el9 started.",
                        new Fields("INFO", null, null, null, null)),
                line(
                        "MariaDB 11.4",
                        "2026-11-24  7:34:23 0 [Note] InnoDB: ",
                        "Using crc32 + pclmulqdq instructions",
                        new Fields("INFO", "InnoDB", null, "0", null)),
                line(
                        "MariaDB 11.4, two lines",
                        "2026-11-24 17:37:38 16 [Warning] ",
                        "Aborted connection 16 to db: 'oauth2'\nVersion: '11.4.5-MariaDB'",
                        new Fields("WARN", null, null, "16", null)),
                line(
                        "Locust",
                        "[2026-11-24 11:21:49,249] host-1/INFO/locust.main: ",
                        "Starting Locust 2.47.0",
                        new Fields("INFO", "locust.main", null, null, null)),
                line(
                        "Jaeger 2.13",
                        "2026-11-24T12:54:30.367Z\twarn\tui/assets.go:27\t",
                        "Ui assets not embedded in the binary, using a placeholder\t{\"error\": \"file does not exist\"}",
                        new Fields("WARN", "ui/assets.go", null, null, null)),
                line(
                        "Jaeger 2.13, its receiver",
                        "2026-11-24T12:54:30.369Z\tinfo\totlpreceiver@v0.140.0/otlp.go:178\t",
                        "Starting HTTP server\t{\"endpoint\": \"0.0.0.0:4318\"}",
                        new Fields("INFO", "otlpreceiver@v0.140.0/otlp.go", null, null, null)),
                line(
                        "Jaeger 2.13, its first line",
                        "2026/11/24 12:54:30 ",
                        "application version: git-commit=, git-version=v2.13.0, build-date=",
                        new Fields(null, null, null, null, null)),
                line(
                        "Prometheus 2.53",
                        "ts=2026-11-24T12:54:58.848Z caller=web.go:580 level=info ",
                        "component=web msg=\"Start listening for connections\" address=0.0.0.0:9090",
                        new Fields("INFO", "web.go", null, null, null)),
                line(
                        "Prometheus 2.53, its web server",
                        "ts=2026-11-24T12:54:58.851Z level=info caller=tls_config.go:356 ",
                        "msg=\"TLS is disabled.\" http2=false address=0.0.0.0:9090",
                        new Fields("INFO", "tls_config.go", null, null, null)),
                line(
                        "node-exporter 1.9",
                        "time=2026-11-24T12:55:02.622Z level=ERROR source=diskstats_linux.go:264 ",
                        "msg=\"Failed to open directory, disabling udev device properties\" collector=diskstats",
                        new Fields("ERROR", "diskstats_linux.go", null, null, null)),
                line(
                        "cAdvisor 0.52",
                        "E1124 11:22:22.140947       1 info.go:119] ",
                        "Failed to get system UUID: open /etc/machine-id: no such file or directory",
                        new Fields("ERROR", "info.go", null, "1", null)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                          | it has no formats",
                "{\"formats\": []}                                           | it has no formats",
                "{\"formats\": [{\"name\": \"a\"}]}                          | no head",
                "{\"formats\": [{\"name\": \"a\", \"head\": \"(?<lvl>I)\"}]} | 'a' has a group named lvl",
                "{\"formats\": [{\"name\": \"a\", \"head\": \"[a\"}]}        | Unclosed character class",
                "{\"formats\": [{\"name\": \"a\", \"header\": \"a\"}]}       | header",
                "{\"formats\": [{\"name\": \"a\", \"head\": \"a\"}], \"foreign\": [\"(\"]} | Unclosed group",
                "null                                                        | it has no formats",
                "no JSON                                                     | Unrecognized token"
            })
    @DisplayName("are refused with the file's name and in one line when the file has another form")
    void areRefused(String text, String reason, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("formats.json"), text);

        assertThatThrownBy(() -> LogFormats.read(file))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(reason)
                .message()
                .hasLineCount(1);
    }

    @Test
    @DisplayName("are refused when the file is missing")
    void areRefusedWhenMissing(@TempDir Path folder) {
        assertThatThrownBy(() -> LogFormats.read(folder.resolve("formats.json")))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("formats.json cannot be read");
    }

    private static Arguments line(String source, String prefix, String message, Fields fields) {
        return Arguments.of(source, prefix, message, fields);
    }
}
