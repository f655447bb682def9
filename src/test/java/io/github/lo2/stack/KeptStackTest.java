package io.github.lo2.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.TelemetryMessages;
import io.github.lo2.stack.StackKeeper.KeptUp;
import io.github.lo2.system.SystemDefinition;
import io.github.lo2.time.ClockOffset;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A kept stack")
class KeptStackTest {
    private static final String CONTAINER = "shop-cart-1";

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final StackKeeper keeper = StackKeeper.open(EpochClock.system(), told::add);
    private final Shop shop = new Shop();
    private final Recording recording = new Recording();

    @BeforeEach
    void keep() {
        keeper.keep(new KeptUp(
                shop, "2026-11-28T14:00:00Z", () -> Map.of(CONTAINER, 42L), Optional.empty(), List.of("jaeger")));
    }

    @AfterEach
    void end() {
        keeper.close();
    }

    @Test
    @DisplayName("tells of itself what the stack tells, and for how many recordings it was kept up")
    void tellsWhatTheStackTells() {
        try (KeptStack kept = take()) {
            assertThat(kept.kind()).isEqualTo("embedded");
            assertThat(kept.services()).isEqualTo(shop.services());
            assertThat(kept.parts()).isEqualTo(shop.parts());
            assertThat(kept.programs()).isEqualTo(shop.programs());
            assertThat(kept.processIds()).containsExactly(Map.entry(CONTAINER, 42L));
            assertThat(kept.collectors()).containsExactly("jaeger");
            assertThat(kept.clocks()).isEqualTo(shop.clocks());
            assertThat(kept.trouble()).isEmpty();
            assertThat(kept.restoreObstacle()).hasValue("no scripts");
            assertThat(kept.kept()).hasValue(new Stack.Kept("2026-11-28T14:00:00Z", 1));
        }
        try (KeptStack kept = takeWhenFree()) {
            assertThat(kept.kept()).map(Stack.Kept::recordings).hasValue(2);
        }
    }

    @Test
    @DisplayName("hands on each line of its logs, and says that they have passed when all have been handed on")
    void handsOnEachLine() {
        try (KeptStack kept = take()) {
            IntStream.range(0, 20_000).forEach(number -> keeper.log(line(number)));

            try (LogPassage passage = kept.passLogs(1, 2)) {
                await().atMost(Duration.ofSeconds(10))
                        .until(() -> passage.behind().isEmpty());

                assertThat(recording.lines)
                        .containsExactlyElementsOf(IntStream.range(0, 20_000)
                                .mapToObj(number -> "line " + number)
                                .toList());
                assertThat(passage.gaps()).containsExactly("one line was lost");
            }
            assertThat(shop.closedPassages).hasValue(1);
        }
    }

    @Test
    @DisplayName("answers a message of telemetry when it was handed on, and has it sent again when not")
    void answersWhatWasHandedOn() throws IOException {
        keeper.traces(bytes("nobody's"));
        try (KeptStack kept = take()) {
            keeper.traces(bytes("spans"));
            keeper.metrics(bytes("points"));
            recording.refusing = true;

            assertThatThrownBy(() -> keeper.metrics(bytes("more points"))).isInstanceOf(IOException.class);
            assertThat(recording.messages).containsExactly("traces spans", "metrics points");
            assertThat(kept.trouble()).isEmpty();
        }
    }

    @Test
    @DisplayName("is one recording's: another is refused, and so is its end, until the first has given it back")
    void isOneRecordings() {
        try (KeptStack kept = take()) {
            String other = "another recording, pid %s, has it; wait for its end, or end it"
                    .formatted(ProcessHandle.current().pid());
            assertThatThrownBy(this::take).hasMessage("the kept stack: " + other);
            assertThatThrownBy(() -> KeptStack.requireFree(keeper.port(), keeper.secret()))
                    .hasMessageContaining(other);
            assertThatThrownBy(() -> KeptStack.stop(keeper.port(), keeper.secret()))
                    .hasMessageContaining(other);
            assertThat(kept.trouble()).isEmpty();
        }
        await().untilAsserted(() -> KeptStack.stop(keeper.port(), keeper.secret()));
        assertThat(told).last().isEqualTo("A recording has ended; the stack stays up");
    }

    @Test
    @DisplayName("is nobody's who does not know its secret")
    void isNobodysWithoutItsSecret() {
        assertThatThrownBy(() -> KeptStack.take(keeper.port(), "guessed", system(), recording::line, recording))
                .isInstanceOf(StackException.class);
        assertThat(shop.told).isEmpty();
    }

    @Test
    @DisplayName("is made whole when it is taken, and is as it is asked to be")
    void isMadeWhole() {
        try (KeptStack kept = take()) {
            kept.restoreData();
            kept.restart();
            assertThat(shop.told).containsExactly("repair", "restore", "restart");
        }
    }

    @Test
    @DisplayName("that a recording has warmed up is warm for the next one, until its services start afresh")
    void isWarmForTheNext() {
        try (KeptStack kept = take()) {
            assertThat(kept.isWarm(Optional.empty())).isFalse();
            kept.noteWarm(Duration.ofSeconds(12), true);
        }
        try (KeptStack kept = takeWhenFree()) {
            assertThat(kept.isWarm(Optional.empty())).isTrue();
            assertThat(kept.isWarm(Optional.of(Duration.ofSeconds(12)))).isTrue();
            assertThat(kept.isWarm(Optional.of(Duration.ofSeconds(13)))).isFalse();
            kept.restart();
            assertThat(kept.isWarm(Optional.empty())).isFalse();
        }
    }

    @Test
    @DisplayName("whose keeper ends says so, and leaves nobody waiting")
    void saysThatItsKeeperHasEnded() {
        try (KeptStack kept = take()) {
            keeper.close();

            await().untilAsserted(() ->
                    assertThat(kept.trouble()).hasValue("who kept the stack up has ended, and the stack with it"));
            assertThatThrownBy(kept::restoreData).isInstanceOf(StackException.class);
        }
    }

    private KeptStack take() {
        return KeptStack.take(keeper.port(), keeper.secret(), system(), recording::line, recording);
    }

    private KeptStack takeWhenFree() {
        await().untilAsserted(() -> KeptStack.requireFree(keeper.port(), keeper.secret()));
        return take();
    }

    private static SystemDefinition system() {
        return SystemDefinition.read(Path.of("compose/light-oauth2/system.json"));
    }

    private static LogLine line(int number) {
        return new LogLine(CONTAINER, number, bytes("line " + number));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What is handed on. */
    private static final class Recording implements TelemetryMessages {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final List<String> messages = new CopyOnWriteArrayList<>();
        private volatile boolean refusing;

        void line(LogLine line) {
            lines.add(new String(line.bytes(), StandardCharsets.UTF_8));
        }

        @Override
        public void traces(byte[] message) throws IOException {
            take("traces", message);
        }

        @Override
        public void metrics(byte[] message) throws IOException {
            take("metrics", message);
        }

        private void take(String kind, byte[] message) throws IOException {
            if (refusing) {
                throw new IOException("the disk is full");
            }
            messages.add(kind + " " + new String(message, StandardCharsets.UTF_8));
        }
    }

    /** A stack that notes what it is told. */
    private static final class Shop implements Stack {
        private final List<String> told = new CopyOnWriteArrayList<>();
        private final AtomicInteger closedPassages = new AtomicInteger();

        @Override
        public String kind() {
            return "embedded";
        }

        @Override
        public SortedMap<String, String> parts() {
            return new TreeMap<>(Map.of("cart", "1.0"));
        }

        @Override
        public List<Path> programs() {
            return List.of(Path.of("cart.jar"));
        }

        @Override
        public List<Service> services() {
            URI uri = URI.create("http://localhost:8080");
            return List.of(
                    new Service("cart", CONTAINER, "cart-service", uri, uri.resolve("/health"), uri.resolve("/mark")));
        }

        @Override
        public List<String> containers() {
            return List.of(CONTAINER);
        }

        @Override
        public LogPassage passLogs(long startNanos, long endNanos) {
            return new LogPassage() {
                @Override
                public List<String> behind() {
                    return List.of();
                }

                @Override
                public List<String> gaps() {
                    return List.of("one line was lost");
                }

                @Override
                public void close() {
                    closedPassages.incrementAndGet();
                }
            };
        }

        @Override
        public Optional<String> trouble() {
            return Optional.empty();
        }

        @Override
        public boolean repair() {
            told.add("repair");
            return false;
        }

        @Override
        public Optional<ServiceControl> control() {
            return Optional.empty();
        }

        @Override
        public Optional<Database> database() {
            return Optional.empty();
        }

        @Override
        public Optional<String> restoreObstacle() {
            return Optional.of("no scripts");
        }

        @Override
        public void restoreData() {
            told.add("restore");
        }

        @Override
        public void restart() {
            told.add("restart");
        }

        @Override
        public SortedMap<String, ClockOffset> clocks() {
            return new TreeMap<>(Map.of("database", new ClockOffset(5, 7)));
        }

        @Override
        public void close() {}
    }
}
