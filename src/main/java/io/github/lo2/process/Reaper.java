package io.github.lo2.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Ends the suite's processes after the suite itself was killed.
 *
 * <p>It is a process of its own, in a session of its own where the system can do that, so that Ctrl-C does not reach it.
 * The suite tells it over its standard input what to end ({@code +pid;}), what has ended ({@code -pid;}), what to delete
 * ({@code !/path;}) and what else to do at the end ({@code $command;}, for a shell). When the pipe closes, for whatever
 * reason, it ends and deletes what is left and runs the commands. A message that it does not know, or half a one, it does
 * not act on: it does the rest and ends with status 1. It needs nothing but this class and the JDK.
 */
public final class Reaper {
    private static final int PATIENCE_SECONDS = 3;
    /** How long the suite waits for the reaper's end, commands included. */
    private static final int CLOSE_SECONDS = 30;

    /** A reaper that ends so often cannot live here. */
    private static final int REPLACEMENTS = 3;

    private static final Path SETSID = Path.of("/usr/bin/setsid");

    /** What the suite says. The last character shows that nothing is cut off: half a path is another path. */
    private static final Pattern MESSAGE =
            Pattern.compile("\\+(?<born>\\d{1,18});|-(?<dead>\\d{1,18});|\\$(?<command>.+);|!(?<directory>/.+);");

    private Reaper() {}

    /** Read the suite's messages until it is gone, then clean up behind it. */
    public static void main(String[] arguments) throws IOException {
        // The handle, not the number, is kept: the number may be given to another process later.
        Map<Long, ProcessHandle> watched = new HashMap<>();
        List<Path> directories = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            Matcher message = MESSAGE.matcher(line);
            if (!message.matches()) {
                unknown.add(line);
            } else if (message.group("born") != null) {
                ProcessHandle.of(Long.parseLong(message.group("born")))
                        .ifPresent(handle -> watched.put(handle.pid(), handle));
            } else if (message.group("dead") != null) {
                watched.remove(Long.parseLong(message.group("dead")));
            } else if (message.group("command") != null) {
                commands.add(message.group("command"));
            } else {
                directories.add(Path.of(message.group("directory")));
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
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("the reaper does not know the message '%s'; expected one like %s"
                    .formatted(String.join("', '", unknown), MESSAGE));
        }
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
        return new Handle();
    }

    static ProcessBuilder command() {
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
                classes().toString(),
                Reaper.class.getName()));
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        // Its commands at the end are the Docker client's.
        builder.environment().putAll(ChildKind.DOCKER.environment(System.getenv()));
        return builder;
    }

    private static Path classes() {
        try {
            return Path.of(Reaper.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new ChildProcessException("the reaper's classes cannot be found: " + e.getMessage(), e);
        }
    }

    /** The suite's end of the pipe. A reaper that ends before its time is replaced by another that is told the same. */
    static final class Handle implements AutoCloseable {
        /** What another one must be told. */
        private final Set<String> valid = new LinkedHashSet<>();

        private Process process;
        private int replacements;
        private boolean ended;

        private Handle() {
            this.process = startProcess();
        }

        synchronized void watch(long pid) {
            valid.add(born(pid));
            tell(born(pid));
        }

        synchronized void forget(long pid) {
            valid.remove(born(pid));
            tell("-%s;".formatted(pid));
        }

        void deleteAtEnd(Path directory) {
            tellForGood("!%s;".formatted(directory.toAbsolutePath()));
        }

        void runAtEnd(String command) {
            tellForGood("$%s;".formatted(command));
        }

        /** Close the pipe and wait until the reaper has ended what was left. */
        @Override
        public void close() {
            Process last = end();
            try {
                last.getOutputStream().close();
                last.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS);
            } catch (IOException e) {
                last.destroy();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static String born(long pid) {
            return "+%s;".formatted(pid);
        }

        private synchronized Process end() {
            ended = true;
            return process;
        }

        private synchronized void tellForGood(String message) {
            valid.add(message);
            tell(message);
        }

        /** A reaper that does not listen is ending: its successor is told all that is valid. */
        private synchronized void tell(String message) {
            if (ended) {
                return;
            }
            try {
                process.getOutputStream().write((message + "\n").getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().flush();
            } catch (IOException e) {
                process.destroy();
                if (replacements == REPLACEMENTS) {
                    throw new ChildProcessException(
                            "the reaper has ended %s times; expected it to outlive the suite"
                                    .formatted(REPLACEMENTS + 1),
                            e);
                }
            }
        }

        private synchronized void replace(Process dead) {
            if (!ended && process.equals(dead) && replacements < REPLACEMENTS) {
                replacements++;
                process = startProcess();
                List.copyOf(valid).forEach(this::tell);
            }
        }

        private Process startProcess() {
            try {
                Process started = command()
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                // Nothing waits for this.
                var unused = started.onExit().thenAccept(this::replace);
                return started;
            } catch (IOException e) {
                throw new ChildProcessException("the reaper process cannot be started: " + e.getMessage(), e);
            }
        }
    }
}
