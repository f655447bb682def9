package io.github.lo2.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What one at a time makes")
class OneAtATimeTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("is waited for by another process, which then finds it made")
    void isWaitedForByAnotherProcess() throws Exception {
        Path lock = folder.resolve("venv.lock");
        Path made = folder.resolve("venv");
        Path go = folder.resolve("go");
        Process first = start(lock, made, go);
        try {
            // It holds the lock and makes, but is not through.
            await().atMost(20, TimeUnit.SECONDS).until(() -> Files.exists(folder.resolve("venv.begun")));
            CompletableFuture<Boolean> foundMade = CompletableFuture.supplyAsync(() -> {
                var found = new boolean[1];
                OneAtATime.make(lock, () -> found[0] = Files.exists(made));
                return found[0];
            });
            assertThat(foundMade).as("while the other process makes it").isNotDone();
            Files.createFile(go);

            assertThat(foundMade).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(true);
            assertThat(first.waitFor()).isZero();
        } finally {
            first.destroyForcibly();
        }
    }

    @Test
    @DisplayName("is taken over when the process that was making it is killed")
    void isTakenOver() throws Exception {
        Path lock = folder.resolve("venv.lock");
        Process first = start(lock, folder.resolve("venv"), folder.resolve("never"));
        await().atMost(20, TimeUnit.SECONDS).until(() -> Files.exists(folder.resolve("venv.begun")));

        first.destroyForcibly().waitFor();

        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> OneAtATime.make(lock, () -> {}));
        assertThat(second).succeedsWithin(20, TimeUnit.SECONDS);
    }

    @Test
    @DisplayName("is made by one thread at a time")
    void isMadeByOneThreadAtATime() {
        var within = new AtomicInteger();
        var most = new AtomicInteger();
        var times = new AtomicInteger();
        Runnable making = () -> {
            most.accumulateAndGet(within.incrementAndGet(), Math::max);
            times.incrementAndGet();
            within.decrementAndGet();
        };

        CompletableFuture.allOf(Stream.generate(() ->
                                CompletableFuture.runAsync(() -> OneAtATime.make(folder.resolve("venv.lock"), making)))
                        .limit(20)
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(times).hasValue(20);
        assertThat(most).hasValue(1);
    }

    private static Process start(Path lock, Path made, Path go) throws IOException {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Maker.class.getName(),
                lock.toString(),
                made.toString(),
                go.toString());
        return new ProcessBuilder(command).inheritIO().start();
    }

    /** Another start in the same checkout: makes a file once it may. */
    static final class Maker {
        private Maker() {}

        public static void main(String[] paths) {
            Path made = Path.of(paths[1]);
            OneAtATime.make(Path.of(paths[0]), () -> {
                try {
                    Files.createFile(made.resolveSibling(made.getFileName() + ".begun"));
                    await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(Path.of(paths[2])));
                    Files.writeString(made, "made", StandardOpenOption.CREATE_NEW);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }
}
