package io.github.lo2.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A JVM of its own that records {@code correct}, to be ended in all the ways there are. */
final class RecordingProcess implements AutoCloseable {
    private static final String RECORDING = "io.github.lo2.lightoauth2.LightOauth2DatasetIT";

    private final Process process;
    private final Path output;

    private RecordingProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Start to record, a minute of load. */
    static RecordingProcess start(String stack, Path folder) throws IOException {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RecordingProcess.class.getName(),
                        stack,
                        folder.resolve("results").toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new RecordingProcess(process, output);
    }

    /** Wait until it has printed a text. */
    RecordingProcess awaitOutput(String text) {
        await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    String printed = Files.readString(output);
                    assertThat(process.isAlive())
                            .as("the recording lives; it printed: %s", printed)
                            .isTrue();
                    return printed.contains(text);
                });
        return this;
    }

    /** End it by force, as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Ask it to end, as {@code kill} does; Ctrl-C takes the same way. */
    void terminate() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS))
                .as("it has ended after SIGTERM")
                .isTrue();
    }

    @Override
    public void close() {
        process.destroy();
    }

    /** Record; the arguments are the stack and the folder for results. */
    public static void main(String[] arguments) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(RECORDING))
                .configurationParameter("lo2.stack", arguments[0])
                .configurationParameter("lo2.results", arguments[1])
                .configurationParameter("lo2.scenarios", "correct")
                .configurationParameter("lo2.duration", "60")
                .configurationParameter("lo2.warmup", "0")
                .build();
        try (LauncherSession session = LauncherFactory.openSession()) {
            session.getLauncher().execute(request);
        }
    }
}
