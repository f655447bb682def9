package io.github.lo2.stack;

import io.github.lo2.stack.StackDefinition.ServiceDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts together what a service of the embedded stack is started with, of its definition and of what is known only then.
 *
 * @param parts where the parts of the stack are
 * @param work the folder that it runs in
 * @param database the database, where the stack has one
 * @param proxy what stands between services and the database, where something does
 */
record ServiceCommand(EmbeddedStack.Parts parts, Path work, Optional<MariaDb> database, Optional<Toxiproxy> proxy) {
    /** An item of a command. */
    private static final String OPTIONS = "${options}";

    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([a-z.]+)}");

    /** Give the command of a service. */
    List<String> of(ServiceDefinition service) {
        var command = new ArrayList<String>();
        for (String item : parts.definition().command(service)) {
            if (item.equals(OPTIONS)) {
                parts.telemetry()
                        .ifPresent(endpoint -> parts.definition()
                                .observed()
                                .options()
                                .forEach(option -> command.add(filled(option, service))));
                Optional.ofNullable(parts.rules().get(service.name()))
                        .ifPresent(folder -> parts.definition()
                                .rules()
                                .options()
                                .forEach(option ->
                                        command.add(filled(option.replace("${rules}", folder.toString()), service))));
                service.options().forEach(option -> command.add(filled(option, service)));
            } else {
                command.add(filled(item, service));
            }
        }
        return command;
    }

    /** Give the environment of a service. */
    Map<String, String> environment(ServiceDefinition service) {
        var environment = new HashMap<String, String>();
        environment.put("OTEL_SERVICE_NAME", service.serviceName());
        environment.put(
                "OTEL_RESOURCE_ATTRIBUTES",
                "service.instance.id=" + parts.definition().container(service.name()));
        parts.telemetry().ifPresent(endpoint -> environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.toString()));
        environment.put("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        environment.put("OTEL_TRACES_SAMPLER", "always_on");
        environment.put("OTEL_LOGS_EXPORTER", "none");
        environment.put("OTEL_METRIC_EXPORT_INTERVAL", "1000");
        // As often as metrics: each message costs its sender and its receiver more than what is in it.
        environment.put("OTEL_BSP_SCHEDULE_DELAY", "1000");
        // The agent drops spans without a word when its queue is full; this holds a minute of load.
        environment.put("OTEL_BSP_MAX_QUEUE_SIZE", "65536");
        parts.definition().environment().forEach((name, value) -> environment.put(name, filled(value, service)));
        service.environment().forEach((name, value) -> environment.put(name, filled(value, service)));
        return environment;
    }

    private String filled(String text, ServiceDefinition service) {
        String filled = text.replace("${work}", work.toString());
        if (database.isPresent()) {
            MariaDb server = database.get();
            filled = filled.replace("${database.port}", Integer.toString(databasePort(server, service)))
                    .replace("${database.password}", server.password());
        }
        return PROPERTY.matcher(filled)
                .replaceAll(found -> Matcher.quoteReplacement(System.getProperty(found.group(1), found.group())));
    }

    /** Say at which port a service finds the database: at what stands between them, where something does. */
    private int databasePort(MariaDb server, ServiceDefinition service) {
        return proxy.flatMap(between -> between.port(service.name())).orElse(server.port());
    }
}
