package io.github.lo2.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lo2.http.HttpsClient;
import io.github.lo2.json.Json;
import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.TelemetryMessages;
import io.github.lo2.stack.KeptFacts.DatabaseAccess;
import io.github.lo2.stack.KeptFacts.Passage;
import io.github.lo2.stack.KeptFacts.Warmth;
import io.github.lo2.stack.KeptLink.Frame;
import io.github.lo2.stack.KeptLink.Kind;
import io.github.lo2.system.SystemDefinition;
import io.github.lo2.time.ClockOffset;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A stack that another process keeps up, and that is this one's until it is closed: then it stays up, for the next recording.
 *
 * <p>What is asked of it is asked of that process; see {@link StackKeeper}. Lines and messages come over the same connection.
 */
public final class KeptStack implements Stack {
    private static final Duration QUESTION = Duration.ofSeconds(20);
    /** Services start afresh in that time, or say that they do not. */
    private static final Duration CHANGE = Duration.ofMinutes(10);

    private final KeptLink link;
    private final SystemDefinition system;
    private final TelemetryMessages messages;
    private final LineQueue lines;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final KeptFacts facts;
    private volatile boolean ended;

    private KeptStack(
            KeptLink link,
            String secret,
            SystemDefinition system,
            Consumer<LogLine> sink,
            TelemetryMessages messages,
            long pid)
            throws IOException {
        this.link = link;
        this.system = system;
        this.messages = messages;
        this.lines = new LineQueue(sink);
        try {
            link.send(Kind.CALL, 0, secret);
            start(this::read);
            this.facts =
                    value(ask(KeptAsk.TAKE, call -> call.put("pid", pid), CHANGE), new TypeReference<KeptFacts>() {});
        } catch (RuntimeException | IOException e) {
            lines.close();
            throw e;
        }
    }

    /**
     * Take a stack that is kept up.
     *
     * @param port where who keeps it is asked, of the loopback interface
     * @param secret what that process wants to hear
     * @param system what holds for the system on each stack
     * @param sink gets the log lines
     * @param messages gets the telemetry
     * @throws StackException when it is another's, or cannot be made whole
     */
    public static KeptStack take(
            int port, String secret, SystemDefinition system, Consumer<LogLine> sink, TelemetryMessages messages) {
        KeptLink link = connect(port);
        try {
            return new KeptStack(
                    link,
                    secret,
                    system,
                    sink,
                    messages,
                    ProcessHandle.current().pid());
        } catch (RuntimeException e) {
            link.close();
            throw e;
        } catch (IOException e) {
            link.close();
            throw new StackException("who keeps the stack does not listen: " + e.getMessage(), e);
        }
    }

    /**
     * Ask whether a stack could be taken.
     *
     * @throws StackException when a recording has it
     */
    public static void requireFree(int port, String secret) {
        askOnce(port, secret, KeptAsk.FREE);
    }

    /**
     * Ask who keeps a stack up to end it.
     *
     * @throws StackException when a recording has it
     */
    public static void stop(int port, String secret) {
        askOnce(port, secret, KeptAsk.STOP);
    }

    private static void askOnce(int port, String secret, KeptAsk ask) {
        try (KeptLink link = connect(port)) {
            link.send(Kind.CALL, 0, secret);
            link.send(Kind.CALL, 1, call(ask).toString());
            Frame answer = link.read();
            if (answer.kind() == Kind.REFUSAL) {
                throw new StackException("the kept stack: " + answer.text());
            }
        } catch (IOException e) {
            throw new StackException("who keeps the stack does not answer: " + e.getMessage(), e);
        }
    }

    /** Tell whether somebody listens where a stack is kept up. */
    public static boolean isKept(int port) {
        try {
            KeptLink.connect(port).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String kind() {
        return facts.kind();
    }

    @Override
    public SortedMap<String, String> parts() {
        return facts.parts();
    }

    @Override
    public List<Path> programs() {
        return facts.programs().stream().map(Path::of).toList();
    }

    @Override
    public List<Service> services() {
        return facts.services();
    }

    @Override
    public List<String> containers() {
        return facts.containers();
    }

    @Override
    public Optional<Kept> kept() {
        return Optional.of(new Kept(facts.since(), facts.recordings()));
    }

    /** Say where its Prometheus answers, without a path; empty when it has none. */
    public Optional<URI> prometheus() {
        return Optional.ofNullable(facts.prometheus());
    }

    /** Name those, by {@code service.name}, that pass spans on and tell of themselves what they lose. */
    public List<String> collectors() {
        return facts.collectors();
    }

    /** List the processes that live, by the container they stand for; none of containers. */
    public Map<String, Long> processIds() {
        return value(ask(KeptAsk.PROCESS_IDS), new TypeReference<Map<String, Long>>() {});
    }

    /**
     * Tell whether its services had enough unrecorded load since they started.
     *
     * @param duration how long it should last; empty: until they are steady
     */
    public boolean isWarm(Optional<Duration> duration) {
        Warmth warmth = value(ask(KeptAsk.WARMTH), new TypeReference<Warmth>() {});
        return duration.map(wanted -> warmth.seconds() >= wanted.toSeconds()).orElse(warmth.steady());
    }

    /**
     * Note that its services had unrecorded load.
     *
     * @param steady whether they were steady at its end
     */
    public void noteWarm(Duration duration, boolean steady) {
        ask(KeptAsk.WARMED, call -> call.put("seconds", duration.toSeconds()).put("steady", steady), QUESTION);
    }

    /** Name the services that do not say that they are ready. */
    public List<String> silent(HttpsClient http) {
        return services().stream()
                .filter(service -> !Readiness.isReady(http.get(service.health(), Map.of())))
                .map(Service::name)
                .toList();
    }

    @Override
    public LogPassage passLogs(long startNanos, long endNanos) {
        int number = ask(
                        KeptAsk.PASS_LOGS, call -> call.put("start", startNanos).put("end", endNanos), QUESTION)
                .asInt();
        return new LogPassage() {
            @Override
            public List<String> behind() {
                // The answer comes behind the lines that it tells of.
                return Stream.concat(
                                passage(number).behind().stream(),
                                containers().stream().filter(container -> !lines.isThrough(container)))
                        .distinct()
                        .sorted()
                        .toList();
            }

            @Override
            public List<String> gaps() {
                return Stream.concat(
                                passage(number).gaps().stream(),
                                lines.gaps().stream()
                                        .filter(gap -> gap.touches(startNanos, endNanos))
                                        .map(LogGap::toString))
                        .sorted()
                        .toList();
            }

            @Override
            public void close() {
                ask(KeptAsk.CLOSE_PASSAGE, call -> call.put("passage", number), QUESTION);
            }
        };
    }

    @Override
    public Optional<String> trouble() {
        if (ended) {
            return Optional.of("who kept the stack up has ended, and the stack with it");
        }
        return text(ask(KeptAsk.TROUBLE));
    }

    @Override
    public boolean repair() {
        return ask(KeptAsk.REPAIR, UnaryOperator.identity(), CHANGE).asBoolean();
    }

    /** Empty: what is done to services on purpose is done to a stack of one's own. */
    @Override
    public Optional<ServiceControl> control() {
        return Optional.empty();
    }

    @Override
    public Optional<Database> database() {
        JsonNode answer = ask(KeptAsk.DATABASE);
        return system.database().filter(dialect -> !answer.isNull()).map(dialect -> {
            DatabaseAccess access = value(answer, new TypeReference<DatabaseAccess>() {});
            return new Database(access.definition(), dialect, access.port(), access.password());
        });
    }

    @Override
    public Optional<String> restoreObstacle() {
        return text(ask(KeptAsk.RESTORE_OBSTACLE));
    }

    @Override
    public void restoreData() {
        ask(KeptAsk.RESTORE, UnaryOperator.identity(), CHANGE);
    }

    @Override
    public void restart() {
        ask(KeptAsk.RESTART, UnaryOperator.identity(), CHANGE);
    }

    @Override
    public SortedMap<String, ClockOffset> clocks() {
        return value(ask(KeptAsk.CLOCKS), new TypeReference<TreeMap<String, ClockOffset>>() {});
    }

    /** Give the stack back; it stays up. */
    @Override
    public void close() {
        try (lines) {
            link.close();
        }
    }

    private static KeptLink connect(int port) {
        try {
            return KeptLink.connect(port);
        } catch (IOException e) {
            throw new StackException("nobody keeps a stack up at port %s: %s".formatted(port, e.getMessage()), e);
        }
    }

    private static ObjectNode call(KeptAsk ask) {
        return Json.MAPPER.createObjectNode().put("ask", ask.name());
    }

    private static void start(Runnable reading) {
        var thread = new Thread(reading, "kept stack");
        thread.setDaemon(true);
        thread.start();
    }

    private Passage passage(int number) {
        return value(
                ask(KeptAsk.PASSAGE, call -> call.put("passage", number), QUESTION), new TypeReference<Passage>() {});
    }

    private void read() {
        try {
            while (true) {
                Frame frame = link.read();
                switch (frame.kind()) {
                    case LINE -> lines.add(KeptLine.line(frame.bytes()));
                    case TRACES, METRICS -> link.send(handOn(frame), frame.number(), "");
                    case ANSWER -> complete(frame.number(), frame.json());
                    case REFUSAL -> refuse(frame.number(), frame.text());
                    default -> throw new IOException("who keeps a stack sends no " + frame.kind());
                }
            }
        } catch (IOException e) {
            ended = true;
            answers.keySet()
                    .forEach(number -> refuse(number, "who keeps the stack up has ended, or its connection has"));
        }
    }

    private Kind handOn(Frame frame) {
        try {
            if (frame.kind() == Kind.TRACES) {
                messages.traces(frame.bytes());
            } else {
                messages.metrics(frame.bytes());
            }
            return Kind.TAKEN;
        } catch (IOException | RuntimeException e) {
            return Kind.NOT_TAKEN;
        }
    }

    private void complete(int number, JsonNode answer) {
        Optional.ofNullable(answers.get(number)).ifPresent(asked -> asked.complete(answer));
    }

    private void refuse(int number, String why) {
        Optional.ofNullable(answers.get(number))
                .ifPresent(asked -> asked.completeExceptionally(new StackException("the kept stack: " + why)));
    }

    private JsonNode ask(KeptAsk ask) {
        return ask(ask, UnaryOperator.identity(), QUESTION);
    }

    private JsonNode ask(KeptAsk ask, UnaryOperator<ObjectNode> arguments, Duration limit) {
        int number = numbers.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        answers.put(number, answer);
        try {
            link.send(Kind.CALL, number, arguments.apply(call(ask)).toString());
            if (ended) {
                throw new StackException("the kept stack has ended; start another by lo2 stack");
            }
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StackException refused
                    ? refused
                    : new StackException("the kept stack: " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new StackException(
                    "who keeps the stack up has not answered %s after %s s".formatted(ask, limit.toSeconds()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while the kept stack was asked", e);
        } catch (IOException e) {
            throw new StackException("the kept stack has ended; start another by lo2 stack", e);
        } finally {
            answers.remove(number);
        }
    }

    private static Optional<String> text(JsonNode answer) {
        return answer.isNull() ? Optional.empty() : Optional.of(answer.asText());
    }

    private static <T> T value(JsonNode answer, TypeReference<T> type) {
        try {
            return Json.MAPPER.readValue(Json.MAPPER.treeAsTokens(answer), type);
        } catch (JsonProcessingException e) {
            throw new StackException("who keeps the stack up answers in another form: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new StackException("who keeps the stack up answers in another form: " + e.getMessage(), e);
        }
    }
}
