package io.github.lo2.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Ends the suite's processes after the suite itself was killed.
 *
 * <p>It is a process of its own, in a session of its own where the system can do that, so that Ctrl-C does not reach it.
 * The suite tells it over its standard input what to end ({@code +pid}), what has ended ({@code -pid}), what to delete
 * ({@code /path}) and what else to do at the end ({@code $command}, for a shell). When the pipe closes, for whatever
 * reason, it ends and deletes what is left and runs the commands. It needs nothing but this class and the JDK.
 */
public final class Reaper {
    private static final int PATIENCE_SECONDS = 3;
    /** How long the suite waits for the reaper's end, commands included. */
    private static final int CLOSE_SECONDS = 30;

    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private Reaper() {}

    /** Read the suite's messages until it is gone, then clean up behind it. */
    public static void main(String[] arguments) throws IOException {
        Map<Long, ProcessHandle> watched = new HashMap<>();
        List<Path> directories = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            switch (line.charAt(0)) {
                // The handle, not the number, is kept: the number may be given to another process later.
                case '+' -> ProcessHandle.of(pid(line)).ifPresent(handle -> watched.put(handle.pid(), handle));
                case '-' -> watched.remove(pid(line));
                case '$' -> commands.add(line.substring(1));
                default -> directories.add(Path.of(line));
            }
        }
        endAll(watched.values().stream()
                .flatMap(handle -> Stream.concat(handle.descendants(), Stream.of(handle)))
                .toList());
        // Before what can fail: containers cost more than files.
        for (String command : commands) {
            run(command);
        }
        for (Path directory : directories) {
            deleteRecursively(directory);
        }
    }

    private static long pid(String line) {
        return Long.parseLong(line.substring(1));
    }

    private static void endAll(List<ProcessHandle> handles) {
        handles.forEach(ProcessHandle::destroy);
        CompletableFuture<?>[] ends =
                handles.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            handles.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static void run(String command) throws IOException {
        try {
            new ProcessBuilder("sh", "-c", command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void deleteRecursively(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /**
     * Start a reaper for this JVM.
     *
     * @throws ChildProcessException when it cannot be started
     */
    static Handle start() {
        try {
            Path classes = Path.of(Reaper.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            String java = ProcessHandle.current()
                    .info()
                    .command()
                    .orElse(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
            var command = new ArrayList<String>();
            if (Files.isExecutable(SETSID)) {
                command.add(SETSID.toString());
            }
            command.addAll(List.of(
                    java,
                    "-Xmx16m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    classes.toString(),
                    Reaper.class.getName()));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().clear();
            // Its commands at the end are the Docker client's.
            builder.environment().putAll(ChildKind.DOCKER.environment(System.getenv()));
            return new Handle(builder.start());
        } catch (IOException | URISyntaxException e) {
            throw new ChildProcessException("the reaper process cannot be started: " + e.getMessage(), e);
        }
    }

    /** The suite's end of the pipe. */
    static final class Handle implements AutoCloseable {
        private final Process process;
        private final OutputStream messages;
        private boolean ended;

        private Handle(Process process) {
            this.process = process;
            this.messages = process.getOutputStream();
        }

        void watch(long pid) {
            tell("+" + pid);
        }

        void forget(long pid) {
            tell("-" + pid);
        }

        void deleteAtEnd(Path directory) {
            tell(directory.toAbsolutePath().toString());
        }

        void runAtEnd(String command) {
            tell("$" + command);
        }

        /** Close the pipe and wait until the reaper has ended what was left. */
        @Override
        public void close() {
            try {
                end();
                process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS);
            } catch (IOException e) {
                process.destroy();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private synchronized void end() throws IOException {
            ended = true;
            messages.close();
        }

        private synchronized void tell(String message) {
            if (ended) {
                return;
            }
            try {
                messages.write((message + "\n").getBytes(StandardCharsets.UTF_8));
                messages.flush();
            } catch (IOException e) {
                if (process.isAlive()) {
                    throw new ChildProcessException(
                            "the reaper (pid %s) no longer listens".formatted(process.pid()), e);
                }
                // Ctrl-C reaches the reaper too; then the suite's own shutdown ends everything.
            }
        }
    }
}
