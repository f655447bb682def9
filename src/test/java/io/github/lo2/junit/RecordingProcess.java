package io.github.lo2.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.lo2.cli.DocumentedCommands;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** A JVM of its own that records a run, to be ended in all the ways there are; or that runs a command of a page. */
final class RecordingProcess implements AutoCloseable {
    private static final String RECORDING = "io.github.lo2.lightoauth2.LightOauth2DatasetIT";
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Path PACKAGED = Path.of("target", "lo2", "bin");

    private final Process process;
    private final Path output;

    private RecordingProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Start to record {@code correct}, a minute of load. */
    static RecordingProcess start(String stack, Path folder) throws IOException {
        return start(
                folder,
                Map.of(
                        "lo2.stack",
                        stack,
                        "lo2.results",
                        folder.resolve("results").toString(),
                        "lo2.scenarios",
                        "correct",
                        "lo2.duration",
                        "60",
                        "lo2.warmup",
                        "0"));
    }

    /**
     * Start to record.
     *
     * @param folder where its output and its temporary files go
     * @param parameters the run's, by name
     */
    static RecordingProcess start(Path folder, Map<String, String> parameters) throws IOException {
        return start(folder, parameters, Map.of());
    }

    /**
     * Start to record, with what is made once where this process has it.
     *
     * @param folder where its output and its temporary files go
     * @param parameters the run's, by name
     * @param environment variables that it gets besides this process's
     */
    static RecordingProcess start(Path folder, Map<String, String> parameters, Map<String, String> environment)
            throws IOException {
        Path output = folder.resolve("output.txt");
        Path temporary = Files.createDirectories(temporary(folder));
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // As Failsafe's: it shares the cores with what it measures.
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                RecordingProcess.class.getName()));
        var all = new TreeMap<>(parameters);
        Optional.ofNullable(System.getProperty("lo2.work")).ifPresent(work -> all.putIfAbsent("lo2.work", work));
        all.forEach((name, value) -> command.add(name + "=" + value));
        return start(command, output, environment);
    }

    /**
     * Start a command of the shell, which finds the packaged suite on its path, and what that has made once.
     *
     * @param folder where its output goes, named after it, and its temporary files
     * @param name what the command is called here
     */
    static RecordingProcess shell(Path folder, String name, String command) throws IOException {
        Path temporary = Files.createDirectories(temporary(folder));
        return start(
                List.of("sh", "-c", "exec " + command),
                folder.resolve(name + ".txt"),
                Map.of(
                        "PATH",
                        PACKAGED.toAbsolutePath() + File.pathSeparator + System.getenv("PATH"),
                        "XDG_STATE_HOME",
                        DocumentedCommands.STATE.toAbsolutePath().toString(),
                        "JAVA_TOOL_OPTIONS",
                        "-Djava.io.tmpdir=" + temporary));
    }

    private static RecordingProcess start(List<String> command, Path output, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new RecordingProcess(builder.start(), output);
    }

    /** Name where its temporary files go. */
    static Path temporary(Path folder) {
        return folder.resolve("tmp");
    }

    /** Show what it has printed so far. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Wait until it has printed a text. */
    RecordingProcess awaitOutput(String text) {
        assertThat(awaitOrEnd(Duration.ofMillis(100), () -> output().contains(text)))
                .as("the recording lives; it printed: %s", output())
                .isTrue();
        return this;
    }

    /**
     * Wait for something that happens in it.
     *
     * @return whether it has happened while the process lived
     */
    boolean awaitOrEnd(Duration pollInterval, BooleanSupplier happened) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(pollInterval)
                .until(() -> happened.getAsBoolean() || !process.isAlive());
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Wait until it has ended by itself, and give its exit status. */
    int awaitStatus() throws InterruptedException {
        assertThat(hasEndedWithin(PATIENCE))
                .as("it has ended; it printed: %s", output())
                .isTrue();
        return process.exitValue();
    }

    /** Wait until it has ended by itself, or a time has passed. */
    boolean hasEndedWithin(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Name the process and all that it has started and that lives. */
    Set<ProcessHandle> family() {
        Set<ProcessHandle> family = process.descendants().collect(Collectors.toSet());
        family.add(process.toHandle());
        return family;
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

    /** End it, by force when it does not end by itself: what it leaves would stand beside the next one. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Record; the arguments are parameters, {@code name=value}. */
    public static void main(String[] arguments) {
        LauncherDiscoveryRequestBuilder request =
                LauncherDiscoveryRequestBuilder.request().selectors(DiscoverySelectors.selectClass(RECORDING));
        for (String argument : arguments) {
            String[] parameter = argument.split("=", 2);
            request.configurationParameter(parameter[0], parameter[1]);
        }
        var summary = new SummaryGeneratingListener();
        try (LauncherSession session = LauncherFactory.openSession()) {
            session.getLauncher().execute(request.build(), summary);
        }
        summary.getSummary().printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8), 5);
    }
}
