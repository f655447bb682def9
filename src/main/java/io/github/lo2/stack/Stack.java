package io.github.lo2.stack;

import io.github.lo2.time.ClockOffset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The system under test and what observes it, ready from its construction to its end.
 *
 * <pre>{@code
 * @Test
 * @BeforeScenarios
 * void everyServiceIsNamed(Stack stack) {
 *     assertThat(stack.services()).extracting(Service::name).contains("oauth2-token");
 * }
 * }</pre>
 *
 * <p>An implementation hands log lines, spans and samples to the sink it was started with, as they come.
 */
public interface Stack extends AutoCloseable {

    /** Name the kind of stack, as {@code lo2.stack} does. */
    String kind();

    /** Say what it consists of, by name: images with their digests, programs with their versions. */
    SortedMap<String, String> parts();

    /** List the files on this machine that the services under test are run from. */
    List<Path> programs();

    /** List the services under test. */
    List<Service> services();

    /** List the containers whose logs are captured, by name. */
    List<String> containers();

    /**
     * Watch the log streams pass the end of a window; call it when the window has ended.
     *
     * @param startNanos the start of the window, ns since the epoch (UTC)
     * @param endNanos its end
     */
    LogPassage passLogs(long startNanos, long endNanos);

    /** Say what is broken, with its last log lines; empty when all lives. */
    Optional<String> trouble();

    /**
     * Make the stack whole again.
     *
     * @return whether any part of it had to be started anew
     * @throws StackException when it cannot be done
     */
    boolean repair();

    /** Reach the database; empty when the stack has none. After {@link #restart()} it is another one. */
    Optional<Database> database();

    /** Say, in a line, why {@link #restoreData()} is not possible and what to do instead; empty when it is. */
    Optional<String> restoreObstacle();

    /**
     * Bring the seed data back, as it was at the start, for the services too: they drop what they have cached. No request
     * may be under way.
     *
     * @throws StackException when it is not possible or fails
     */
    void restoreData();

    /**
     * End services and database, with its data, and start them afresh, until every service answers. Services keep their
     * addresses and containers their names, and their logs go on to the same sink.
     *
     * @throws StackException when something does not get ready; the stack must then be closed, or started afresh once more
     */
    void restart();

    /** Reach what can be done to single services on purpose; empty where this stack can do nothing of the kind. */
    Optional<ServiceControl> control();

    /** Measure how far the clocks of the stack that can be asked are from this machine's, by name. */
    SortedMap<String, ClockOffset> clocks();

    /** Tell how it is kept up; empty when it was started for this run. */
    default Optional<Kept> kept() {
        return Optional.empty();
    }

    /**
     * How a stack is kept up.
     *
     * @param since when it was up, ISO-8601
     * @param recordings how many recordings have had it, this one included
     */
    record Kept(String since, int recordings) {}

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
