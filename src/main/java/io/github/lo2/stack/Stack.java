package io.github.lo2.stack;

import java.util.List;
import java.util.Optional;

/**
 * The system under test and what observes it, ready from its construction to its end.
 *
 * <p>An implementation hands log lines, spans and samples to the sink it was started with, as they come.
 */
public interface Stack extends AutoCloseable {

    /** Name the kind of stack, as {@code lo2.stack} does. */
    String kind();

    /** List the services under test. */
    List<Service> services();

    /** List the containers whose logs are captured, by name. */
    List<String> containers();

    /**
     * Tell whether every log line written until a moment has been handed to the sink.
     *
     * @param epochNanos the moment, ns since the epoch (UTC)
     */
    boolean logsPassed(long epochNanos);

    /** Say what is broken, with its last log lines; empty when all lives. */
    Optional<String> trouble();

    /**
     * Make the stack whole again.
     *
     * @throws StackException when it cannot be done
     */
    void repair();

    /** Look a service up by its name. */
    default Service service(String name) {
        return services().stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no service '%s' in the stack; expected one of %s".formatted(name, services())));
    }

    /** End all that was started; nothing is left behind. */
    @Override
    void close();
}
