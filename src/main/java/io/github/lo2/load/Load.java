package io.github.lo2.load;

import io.github.lo2.plan.Phase;
import io.github.lo2.plan.Scenario;
import io.github.lo2.process.ChildCommand;
import io.github.lo2.process.ChildProcess;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.process.OutputLine;
import io.github.lo2.signal.Request;
import io.github.lo2.time.EpochClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Locust under one scenario's tag.
 *
 * <p>The process is started ahead of its load ("armed"). It has read its files and waits until it is told to begin, so that no
 * scenario waits for Python to start.
 */
public final class Load implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration EXIT_PATIENCE = Duration.ofSeconds(15);
    private static final String RUNNING = "lo2 running ";
    private static final String PHASE = "lo2 phase ";
    private static final String ENDING = "lo2 ending ";
    private static final String ENDED = "lo2 ended ";

    private final Scenario scenario;
    private final EpochClock clock;
    private final ChildProcess locust;
    private final RequestTail requests;
    private final RequestTally tally;
    private final Words words;
    private boolean stopped;

    private Load(
            Scenario scenario,
            EpochClock clock,
            ChildProcess locust,
            RequestTail requests,
            RequestTally tally,
            Words words) {
        this.scenario = scenario;
        this.clock = clock;
        this.locust = locust;
        this.requests = requests;
        this.tally = tally;
        this.words = words;
    }

    /**
     * Start Locust, and let it wait until {@link #start} tells it to begin.
     *
     * @param command the call of Locust, with {@code LO2_CONTROL=stdio}
     * @param requestsFile where the ground truth goes
     */
    public static Load arm(
            Scenario scenario, ChildCommand command, Path requestsFile, ChildProcesses processes, EpochClock clock) {
        return arm(scenario, command, requestsFile, request -> {}, processes, clock);
    }

    /**
     * Start Locust as {@link #arm(Scenario, ChildCommand, Path, ChildProcesses, EpochClock)} does.
     *
     * @param listener is told of each request when it is read
     */
    static Load arm(
            Scenario scenario,
            ChildCommand command,
            Path requestsFile,
            Consumer<Request> listener,
            ChildProcesses processes,
            EpochClock clock) {
        var words = new Words();
        ChildProcess locust = processes.start(command, words::hear);
        var tally = new RequestTally(scenario.tags());
        return new Load(
                scenario,
                clock,
                locust,
                new RequestTail(requestsFile, request -> {
                    tally.add(request);
                    listener.accept(request);
                }),
                tally,
                words);
    }

    /**
     * Tell Locust to begin.
     *
     * @param progress is told by Locust itself how far its load has come, and its end
     * @throws LocustException when Locust ended or did not get ready within 60 s
     */
    public void start(LoadProgress progress) {
        awaitArmed();
        words.tell(progress);
        locust.send("go");
    }

    /** Tell Locust to end its load before its time; the end comes when running requests are answered. */
    public void stop() {
        if (!stopped) {
            stopped = true;
            locust.send("stop");
        }
    }

    /**
     * Read on in the ground truth and tell whether the load is over.
     *
     * @return when the last request was answered, ns since the epoch (UTC); empty while the load goes on
     * @throws LocustException when Locust ended before its load did, or does not end it
     */
    public OptionalLong poll() {
        long end = words.ended.get();
        boolean alive = locust.isAlive();
        requests.readOn();
        if (end != 0) {
            return OptionalLong.of(end);
        }
        if (!alive) {
            // Until its last words have been read, too: that its load has ended may be among them.
            int status = locust.waitFor(Duration.ofSeconds(5));
            if (words.ended.get() == 0) {
                throw new LocustException("Locust ended with status %s before its load did; its last lines: %s"
                        .formatted(status, lastLines()));
            }
        }
        return OptionalLong.empty();
    }

    /**
     * Tell when Locust began to end the load, at its time or before it: it sent no more, and waited for answers.
     *
     * @return ns since the epoch (UTC); empty when it has not said so
     */
    public OptionalLong ending() {
        long ending = words.ending.get();
        return ending == 0 ? OptionalLong.empty() : OptionalLong.of(ending);
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

    /**
     * Wait until Locust has written its summary and ended by itself; by force after 15 s, which takes nothing from its load.
     *
     * @return what is to be said of that, in words; empty when it ended by itself
     * @throws LocustException when what it wrote is no ground truth
     */
    public Optional<String> finish() {
        return finish(EXIT_PATIENCE);
    }

    Optional<String> finish(Duration patience) {
        try (this) {
            boolean ended = locust.endsWithin(patience);
            requests.readOn();
            return ended
                    ? Optional.empty()
                    : Optional.of("Locust still ran %s ms after its load had ended, and is ended by force"
                            .formatted(patience.toMillis()));
        }
    }

    /** Wait until only the word is missing. */
    public void awaitArmed() {
        long limit = clock.nanos() + PATIENCE.toNanos();
        try {
            while (!words.armed.await(100, TimeUnit.MILLISECONDS)) {
                if (!locust.isAlive()) {
                    throw new LocustException("Locust ended with status %s before it was ready; its last lines: %s"
                            .formatted(locust.waitFor(Duration.ofSeconds(5)), lastLines()));
                }
                if (clock.nanos() > limit) {
                    throw new LocustException("Locust is not ready after %s s; its last lines: %s"
                            .formatted(PATIENCE.toSeconds(), lastLines()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocustException("interrupted while waiting for Locust", e);
        }
    }

    /** What it printed last, without what it prints all the time. */
    private String lastLines() {
        return locust.lastLines().stream()
                .filter(line -> !line.startsWith(RUNNING))
                .collect(Collectors.joining(" | "));
    }

    /** What Locust says on its standard output. */
    private static final class Words {
        private final CountDownLatch armed = new CountDownLatch(1);
        private final AtomicLong ending = new AtomicLong();
        private final AtomicLong ended = new AtomicLong();
        private volatile LoadProgress progress = LoadProgress.NOBODY;

        void tell(LoadProgress told) {
            progress = told;
        }

        void hear(OutputLine line) {
            String text = line.text();
            if (text.equals("lo2 armed")) {
                armed.countDown();
            } else if (text.startsWith(RUNNING)) {
                progress.reached(time(text, RUNNING));
            } else if (text.startsWith(PHASE)) {
                String[] words = text.substring(PHASE.length()).split(" ", 2);
                progress.phase(Phase.Kind.of(words[0]), Long.parseLong(words[1]));
            } else if (text.startsWith(ENDING)) {
                ending.set(time(text, ENDING));
            } else if (text.startsWith(ENDED)) {
                long end = time(text, ENDED);
                progress.end(end);
                ended.set(end);
            }
        }

        private static long time(String text, String word) {
            return Long.parseLong(text.substring(word.length()));
        }
    }
}
