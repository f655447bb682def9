package io.github.lo2.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.json.Json;
import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.TelemetryMessages;
import io.github.lo2.stack.KeptFacts.Passage;
import io.github.lo2.stack.KeptFacts.Warmth;
import io.github.lo2.stack.KeptLink.Frame;
import io.github.lo2.stack.KeptLink.Kind;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a stack up and lets one recording after the other have it.
 *
 * <p>The stack stays this process's: its log lines are read here, its telemetry is sent here. Both go on to the recording that has
 * it, in one stream, so that an answer to how far the logs have come is behind the lines that it tells of. A message of telemetry is
 * answered when the recording has handed it on, and is sent again when it has not. What comes while nobody records is let go.
 *
 * <p>A recording has the stack for as long as its connection lives, so one that is killed gives it back.
 */
public final class StackKeeper implements TelemetryMessages, AutoCloseable {
    /** Which form what is asked and answered has: both ends must have the same. */
    public static final int FORM = 1;

    /** How long a recording may take to hand a message on; its sender waits no longer. */
    private static final int MESSAGE_SECONDS = 30;

    private final EpochClock clock;
    private final Consumer<String> log;
    private final ServerSocket server;
    private final String secret;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "stack keeper");
        thread.setDaemon(true);
        return thread;
    });
    private final CompletableFuture<KeptUp> up = new CompletableFuture<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicReference<@Nullable Recording> taken = new AtomicReference<>();
    private final AtomicInteger recordings = new AtomicInteger();
    private volatile Warmth warmth = Warmth.NONE;

    /** The stack, and what only one kind of it can tell. */
    record KeptUp(
            Stack stack,
            String since,
            Supplier<Map<String, Long>> processIds,
            Optional<URI> prometheus,
            List<String> collectors) {}

    /**
     * Begin, before the stack is started.
     *
     * @param log is told who takes the stack and gives it back
     */
    public static StackKeeper open(EpochClock clock, Consumer<String> log) {
        try {
            return new StackKeeper(clock, log, new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
            throw new StackException("no port of the loopback interface is free: " + e.getMessage(), e);
        }
    }

    private StackKeeper(EpochClock clock, Consumer<String> log, ServerSocket server) {
        byte[] drawn = new byte[16];
        new SecureRandom().nextBytes(drawn);
        this.clock = clock;
        this.log = log;
        this.server = server;
        this.secret = HexFormat.of().formatHex(drawn);
    }

    /** Tell at which port of the loopback interface it is asked for. */
    public int port() {
        return server.getLocalPort();
    }

    /** Tell what who asks must know: whoever is on this machine reaches the port. */
    public String secret() {
        return secret;
    }

    /** Take a log line of the stack. */
    public void log(LogLine line) {
        Recording recording = taken.get();
        if (recording != null) {
            recording.hand(line);
        }
    }

    @Override
    public void traces(byte[] message) throws IOException {
        hand(Kind.TRACES, message);
    }

    @Override
    public void metrics(byte[] message) throws IOException {
        hand(Kind.METRICS, message);
    }

    /** Let recordings have a stack, which is up. */
    public void keep(EmbeddedStack stack) {
        keep(new KeptUp(stack, now(), stack::processIds, Optional.empty(), List.of()));
    }

    /** Let recordings have a stack, which is up. */
    public void keep(ComposeStack stack) {
        keep(new KeptUp(stack, now(), Map::of, Optional.of(stack.prometheus()), stack.collectors()));
    }

    /** Wait until it is told to end. */
    public void awaitStop() throws InterruptedException {
        stopped.await();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            // Nobody asks any more.
        }
        Optional.ofNullable(taken.get()).ifPresent(Recording::close);
        threads.shutdownNow();
    }

    private String now() {
        return EpochClock.toInstant(clock.nanos()).toString();
    }

    void keep(KeptUp stack) {
        up.complete(stack);
        threads.execute(this::listen);
    }

    private void listen() {
        try {
            while (true) {
                var link = new KeptLink(server.accept());
                threads.execute(() -> serve(link));
            }
        } catch (IOException e) {
            // It is closed.
        }
    }

    private void serve(KeptLink link) {
        var recording = new Recording(link);
        try (link) {
            Frame hello = link.read();
            if (!MessageDigest.isEqual(hello.bytes(), secret.getBytes(StandardCharsets.UTF_8))) {
                return;
            }
            while (true) {
                Frame frame = link.read();
                switch (frame.kind()) {
                    case CALL -> threads.execute(() -> answer(recording, frame));
                    case TAKEN, NOT_TAKEN -> recording.answered(frame);
                    default -> throw new IOException("a recording sends no " + frame.kind());
                }
            }
        } catch (IOException e) {
            // It has ended.
        } finally {
            recording.close();
            if (taken.compareAndSet(recording, null)) {
                log.accept("A recording has ended; the stack stays up");
            }
        }
    }

    private void answer(Recording recording, Frame call) {
        try {
            JsonNode asked = call.json();
            KeptAsk ask = KeptAsk.valueOf(asked.path("ask").asText());
            Object answer = answer(recording, ask, asked);
            recording.link.send(Kind.ANSWER, call.number(), Json.MAPPER.writeValueAsString(answer));
            if (ask == KeptAsk.STOP) {
                stopped.countDown();
            }
        } catch (RuntimeException e) {
            recording.refuse(call, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            recording.close();
        }
    }

    private @Nullable Object answer(Recording recording, KeptAsk ask, JsonNode asked) {
        KeptUp kept = up.join();
        if (ask == KeptAsk.FREE || ask == KeptAsk.STOP) {
            return done(this::requireFree);
        }
        if (ask == KeptAsk.TAKE) {
            return take(recording, kept, asked.path("pid").asLong());
        }
        if (recording != taken.get()) {
            throw new StackException("the stack is not taken; expected a recording that has it");
        }
        Stack stack = kept.stack();
        return switch (ask) {
            case TROUBLE -> stack.trouble().orElse(null);
            case REPAIR -> repair(stack);
            case RESTORE_OBSTACLE -> stack.restoreObstacle().orElse(null);
            case RESTORE -> done(stack::restoreData);
            case RESTART -> restart(stack);
            case CLOCKS -> stack.clocks();
            case DATABASE -> stack.database().map(Database::access).orElse(null);
            case PROCESS_IDS -> kept.processIds().get();
            case PASS_LOGS ->
                recording.watch(stack.passLogs(
                        asked.path("start").asLong(), asked.path("end").asLong()));
            case PASSAGE -> recording.passage(asked.path("passage").asInt());
            case CLOSE_PASSAGE ->
                done(() -> recording.closePassage(asked.path("passage").asInt()));
            case WARMTH -> warmth;
            case WARMED -> warmed(asked);
            case TAKE, FREE, STOP -> throw new IllegalStateException("answered above");
        };
    }

    private KeptFacts take(Recording recording, KeptUp kept, long pid) {
        recording.pid = pid;
        if (!taken.compareAndSet(null, recording)) {
            requireFree();
            throw new StackException("it has just been given back; record again");
        }
        try {
            repair(kept.stack()); // what has ended since the last recording
        } catch (RuntimeException e) {
            taken.compareAndSet(recording, null);
            throw e;
        }
        log.accept("A recording, pid %s, takes the stack".formatted(pid));
        return new KeptFacts(
                kept.stack().kind(),
                kept.since(),
                recordings.incrementAndGet(),
                kept.stack().parts(),
                kept.stack().programs().stream().map(Path::toString).toList(),
                kept.stack().services(),
                kept.stack().containers(),
                kept.prometheus().orElse(null),
                kept.collectors());
    }

    private void requireFree() {
        Recording other = taken.get();
        if (other != null) {
            throw new StackException(
                    "another recording, pid %s, has it; wait for its end, or end it".formatted(other.pid));
        }
    }

    private boolean repair(Stack stack) {
        boolean repaired = stack.repair();
        if (repaired) {
            warmth = Warmth.NONE;
        }
        return repaired;
    }

    private boolean restart(Stack stack) {
        warmth = Warmth.NONE;
        return done(stack::restart);
    }

    private boolean warmed(JsonNode asked) {
        warmth = new Warmth(
                Math.max(warmth.seconds(), asked.path("seconds").asLong()),
                warmth.steady() || asked.path("steady").asBoolean());
        return true;
    }

    private static boolean done(Runnable work) {
        work.run();
        return true;
    }

    private void hand(Kind kind, byte[] message) throws IOException {
        Recording recording = taken.get();
        if (recording != null && !recording.hand(kind, message)) {
            throw new IOException("the recording did not hand it on");
        }
    }

    /** A connection, which has the stack or has not. */
    private static final class Recording {
        private final KeptLink link;
        private final AtomicInteger numbers = new AtomicInteger();
        private final Map<Integer, CompletableFuture<Boolean>> messages = new ConcurrentHashMap<>();
        private final Map<Integer, LogPassage> passages = new ConcurrentHashMap<>();
        private volatile long pid;
        private volatile boolean closed;

        Recording(KeptLink link) {
            this.link = link;
        }

        /** Lines go with the next message or answer: services send several a second, and who waits for lines asks for them. */
        void hand(LogLine line) {
            try {
                link.gather(Kind.LINE, 0, KeptLine.bytes(line));
            } catch (IOException e) {
                close();
            }
        }

        boolean hand(Kind kind, byte[] message) throws IOException {
            int number = numbers.incrementAndGet();
            var taken = new CompletableFuture<Boolean>();
            messages.put(number, taken);
            try {
                if (closed) { // perhaps before the message was put there
                    return false;
                }
                link.send(kind, number, message);
                return taken.get(MESSAGE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } finally {
                messages.remove(number);
            }
        }

        void answered(Frame frame) {
            Optional.ofNullable(messages.get(frame.number()))
                    .ifPresent(message -> message.complete(frame.kind() == Kind.TAKEN));
        }

        void refuse(Frame call, String why) {
            try {
                link.send(Kind.REFUSAL, call.number(), why);
            } catch (IOException e) {
                close();
            }
        }

        int watch(LogPassage passage) {
            int number = numbers.incrementAndGet();
            passages.put(number, passage);
            return number;
        }

        Passage passage(int number) {
            return Optional.ofNullable(passages.get(number))
                    .map(passage -> new Passage(passage.behind(), passage.gaps()))
                    .orElseThrow(() -> new StackException("no passage " + number));
        }

        void closePassage(int number) {
            Optional.ofNullable(passages.remove(number)).ifPresent(LogPassage::close);
        }

        void close() {
            closed = true;
            link.close();
            messages.values().forEach(message -> message.complete(false));
            List.copyOf(passages.keySet()).forEach(this::closePassage);
        }
    }
}
