package io.github.lo2.load;

import io.github.lo2.plan.Scenario;
import io.github.lo2.process.ChildCommand;
import io.github.lo2.process.ChildProcess;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.process.OutputLine;
import io.github.lo2.time.EpochClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Locust under one scenario's tag.
 *
 * <p>The process is started ahead of its load ("armed"). It has read its files and waits until it is told to begin, so that no
 * scenario waits for Python to start.
 */
public final class Load implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Scenario scenario;
    private final EpochClock clock;
    private final ChildProcess locust;
    private final RequestTail requests;
    private final RequestTally tally;
    private final CountDownLatch armed;
    private final AtomicLong ended;

    private Load(
            Scenario scenario,
            EpochClock clock,
            ChildProcess locust,
            RequestTail requests,
            RequestTally tally,
            CountDownLatch armed,
            AtomicLong ended) {
        this.scenario = scenario;
        this.clock = clock;
        this.locust = locust;
        this.requests = requests;
        this.tally = tally;
        this.armed = armed;
        this.ended = ended;
    }

    /**
     * Start Locust, and let it wait until {@link #start} tells it to begin.
     *
     * @param command the call of Locust, with {@code LO2_CONTROL=stdio}
     * @param requestsFile where the ground truth goes
     */
    static Load arm(
            Scenario scenario, ChildCommand command, Path requestsFile, ChildProcesses processes, EpochClock clock) {
        var armed = new CountDownLatch(1);
        var ended = new AtomicLong();
        ChildProcess locust = processes.start(command, line -> hear(line, armed, ended));
        var tally = new RequestTally(scenario.tag());
        return new Load(scenario, clock, locust, new RequestTail(requestsFile, tally::add), tally, armed, ended);
    }

    /**
     * Tell Locust to begin.
     *
     * @throws LocustException when Locust ended or did not get ready within 60 s
     */
    public void start() {
        awaitArmed();
        locust.send("go");
    }

    /**
     * Read on in the ground truth and tell whether the load is over.
     *
     * @return when the last request was answered, ns since the epoch (UTC); empty while the load goes on
     * @throws LocustException when Locust ended before its load did, or does not end it
     */
    public OptionalLong poll() {
        long end = ended.get();
        boolean alive = locust.isAlive();
        requests.readOn();
        if (end != 0) {
            return OptionalLong.of(end);
        }
        if (!alive && ended.get() == 0) {
            throw new LocustException("Locust ended with status %s before its load did; its last lines: %s"
                    .formatted(locust.waitFor(Duration.ofSeconds(5)), String.join(" | ", locust.lastLines())));
        }
        return OptionalLong.empty();
    }

    /** Count the requests read so far. */
    public RequestTally tally() {
        return tally;
    }

    public Scenario scenario() {
        return scenario;
    }

    /** End Locust, whatever it does. */
    @Override
    public void close() {
        locust.close();
        requests.close();
    }

    /** Wait until Locust has written its summary and ended by itself; by force after 15 s. */
    public void finish() {
        try {
            locust.waitFor(Duration.ofSeconds(15));
            requests.readOn();
        } finally {
            close();
        }
    }

    /** Wait until only the word is missing. */
    public void awaitArmed() {
        long limit = clock.nanos() + PATIENCE.toNanos();
        try {
            while (!armed.await(100, TimeUnit.MILLISECONDS)) {
                if (!locust.isAlive()) {
                    throw new LocustException("Locust ended with status %s before it was ready; its last lines: %s"
                            .formatted(locust.waitFor(Duration.ofSeconds(5)), String.join(" | ", locust.lastLines())));
                }
                if (clock.nanos() > limit) {
                    throw new LocustException("Locust is not ready after %s s; its last lines: %s"
                            .formatted(PATIENCE.toSeconds(), String.join(" | ", locust.lastLines())));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocustException("interrupted while waiting for Locust", e);
        }
    }

    private static void hear(OutputLine line, CountDownLatch armed, AtomicLong ended) {
        String text = line.text();
        if (text.equals("lo2 armed")) {
            armed.countDown();
        } else if (text.startsWith("lo2 ended ")) {
            ended.set(Long.parseLong(text.substring("lo2 ended ".length())));
        }
    }
}
