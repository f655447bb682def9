package io.github.lo2.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.lo2.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What holds for a system on each of its stacks; read from {@code system.json} in its folder.
 *
 * <pre>
 * {
 *   "scheme": "http",              of the services' addresses
 *   "run_prefix": "shop_run_",     what the names of its runs' folders begin with; the start follows, UNIX seconds
 *   "log_id": "trace_id",          by which id log records belong to requests; or "request_id"
 *   "spans_joined": 0.98,          the least share of the answered requests that have their server span; 0.995 when not said
 *   "logs_joined": 0.9,            the least share of them that have a log record; 0.99 when not said
 *   "required_metrics": [          what each scenario must have measured, see {@link RequiredMetrics}; [] when nothing
 *     {"stack": "embedded", "label": "instance", "values": ["shop-basket-1"], "metrics": ["process_cpu_seconds_total"]}],
 *   "database": { … }              when it has one: see {@link DatabaseDialect}
 * }
 * </pre>
 *
 * @param scheme scheme of the addresses of its services
 * @param facts what its runs keep of it
 * @param database how its database is spoken to; empty when it has none
 */
public record SystemDefinition(String scheme, SystemFacts facts, Optional<DatabaseDialect> database) {
    private static final Set<String> STACKS = Set.of("compose", "embedded");

    private record SystemFile(
            @Nullable String scheme,
            @Nullable String runPrefix,
            @Nullable LogId logId,
            @Nullable Double spansJoined,
            @Nullable Double logsJoined,
            @Nullable List<RequiredMetrics> requiredMetrics,
            @Nullable DatabaseDialect database) {}

    /**
     * Read a definition; the name of its folder is the system's.
     *
     * @throws SystemException when it cannot be read or has another form
     */
    public static SystemDefinition read(Path file) {
        try {
            SystemFile read = Json.MAPPER.readValue(Files.readString(file), SystemFile.class);
            String prefix = require(file, "run_prefix", read.runPrefix);
            if (!prefix.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
                throw new SystemException(
                        "%s: run_prefix is '%s'; expected letters, digits and . _ - only".formatted(file, prefix));
            }
            return new SystemDefinition(
                    require(file, "scheme", read.scheme),
                    new SystemFacts(
                            Objects.toString(file.toAbsolutePath()
                                    .resolve("..")
                                    .normalize()
                                    .getFileName()),
                            prefix,
                            require(file, "log_id", read.logId),
                            Objects.requireNonNullElse(read.spansJoined, SystemFacts.SPANS_JOINED),
                            Objects.requireNonNullElse(read.logsJoined, SystemFacts.LOGS_JOINED),
                            metrics(file, require(file, "required_metrics", read.requiredMetrics))),
                    Optional.ofNullable(read.database));
        } catch (JsonProcessingException e) {
            throw new SystemException(
                    "%s is not the definition of a system: %s".formatted(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new SystemException("%s cannot be read: %s".formatted(file, e), e);
        }
    }

    /** What names no stack or nothing to measure would never be found missing. */
    private static List<RequiredMetrics> metrics(Path file, List<RequiredMetrics> required) {
        for (RequiredMetrics metrics : required) {
            if (!STACKS.contains(metrics.stack())
                    || metrics.values().isEmpty()
                    || metrics.metrics().isEmpty()) {
                throw new SystemException(
                        "%s: required_metrics has stack '%s', values %s and metrics %s; expected 'compose' or 'embedded', and some of each"
                                .formatted(file, metrics.stack(), metrics.values(), metrics.metrics()));
            }
        }
        return required;
    }

    private static <T> T require(Path file, String name, @Nullable T value) {
        if (value == null) {
            throw new SystemException("%s has no '%s'; say it there".formatted(file, name));
        }
        return value;
    }
}
