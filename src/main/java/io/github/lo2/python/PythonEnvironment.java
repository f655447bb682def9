package io.github.lo2.python;

import io.github.lo2.failure.Precondition;
import io.github.lo2.process.ChildCommand;
import io.github.lo2.process.ChildKind;
import io.github.lo2.process.ChildProcessException;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.process.OneAtATime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Python virtual environment with pinned packages.
 *
 * <p>It is made the first time and kept as long as the requirements stay the same.
 */
public final class PythonEnvironment {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int MIN_MINOR = 10;
    private static final List<String> PYTHONS =
            List.of("python3", "python", "python3.13", "python3.12", "python3.11", "python3.10");
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");
    /** The Python and the requirements that the environment was made from; written when it is complete. */
    private static final String MARKER = "lo2-requirements.txt";

    private final Path folder;
    private final Path python;

    private PythonEnvironment(Path folder, Path python) {
        this.folder = folder;
        this.python = python;
    }

    /**
     * Make or reuse an environment.
     *
     * @param name what it is made for, for messages
     * @param requirements a file with all packages that are needed, each with its version and hashes
     * @param environment the folder of the virtual environment
     * @param log is told when it is made, and why
     * @throws PythonException when there is no Python of at least 3.10, or the requirements cannot be installed
     */
    public static PythonEnvironment prepare(
            String name, Path requirements, Path environment, ChildProcesses processes, Consumer<String> log) {
        String wanted = required(requirements);
        Path python = python(environment);
        OneAtATime.make(environment.resolveSibling(environment.getFileName() + ".lock"), () -> {
            // Another Python by the same name, as after an upgrade of the system, does not see what was installed.
            String made = content(environment.resolve(MARKER));
            String known = made == null ? "" : made.lines().findFirst().orElse("");
            if (!header(python, processes).equals(known)) {
                log.accept("Making the virtual environment of %s in %s: %s"
                        .formatted(
                                name,
                                environment,
                                known.isEmpty() ? "there is none" : known.substring(2) + " has gone"));
            } else if (made != null && !made.equals(known + "\n" + wanted)) {
                log.accept("Making the virtual environment of %s in %s: its requirements have changed"
                        .formatted(name, environment));
            } else {
                return;
            }
            make(name, environment, requirements, processes);
            write(environment.resolve(MARKER), header(python, processes) + "\n" + wanted);
        });
        return new PythonEnvironment(environment.toAbsolutePath(), python);
    }

    /**
     * Check that one can be made.
     *
     * @param name what it is made for, for messages
     * @throws PythonException when there is no Python of at least 3.10
     */
    public static void require(String name, ChildProcesses processes) {
        var unused = findPython(name, PYTHONS, processes);
    }

    /**
     * Describe a call of this environment's Python.
     *
     * @param name what it is called in messages
     * @param arguments what Python is given
     * @param directory the directory it runs in
     * @param variables environment variables that it gets besides
     */
    public ChildCommand command(String name, List<String> arguments, Path directory, Map<String, String> variables) {
        var command = new ArrayList<>(List.of(python.toString()));
        command.addAll(arguments);
        return new ChildCommand(ChildKind.PYTHON, name, command, directory, variables);
    }

    /** Name the folder of the virtual environment. */
    public Path folder() {
        return folder;
    }

    private static void make(String name, Path environment, Path requirements, ChildProcesses processes) {
        String base = findPython(name, PYTHONS, processes);
        Path here = folderOf(environment.toAbsolutePath());
        run(
                processes,
                new ChildCommand(
                        ChildKind.PIP,
                        "the virtual environment of " + name,
                        List.of(
                                base,
                                "-m",
                                "venv",
                                "--clear",
                                environment.toAbsolutePath().toString()),
                        here,
                        Map.of()),
                Precondition.VENV.line());
        run(
                processes,
                new ChildCommand(
                        ChildKind.PIP,
                        "the installation of " + name,
                        List.of(
                                python(environment).toString(),
                                "-m",
                                "pip",
                                "install",
                                "--quiet",
                                // Whatever pip's own configuration says: it goes into this environment.
                                "--no-user",
                                "--disable-pip-version-check",
                                "--require-hashes",
                                // The requirements name everything that is needed.
                                "--no-deps",
                                "--requirement",
                                requirements.toAbsolutePath().toString()),
                        here,
                        Map.of()),
                "check that pip reaches its package index");
    }

    private static void run(ChildProcesses processes, ChildCommand command, String fix) {
        try {
            processes.run(command, PATIENCE);
        } catch (ChildProcessException e) {
            throw new PythonException(e.getMessage() + "; " + fix, e);
        }
    }

    /**
     * Find the first Python that is new enough.
     *
     * @param name who needs it, for messages
     * @param candidates names or paths of programs
     */
    static String findPython(String name, List<String> candidates, ChildProcesses processes) {
        var found = new LinkedHashMap<String, String>();
        for (String candidate : candidates) {
            String version = version(candidate, processes);
            if (version != null) {
                found.put(candidate, version);
                Matcher matcher = VERSION.matcher(version);
                if (matcher.lookingAt()
                        && matcher.group(1).equals("3")
                        && Integer.parseInt(matcher.group(2)) >= MIN_MINOR) {
                    return candidate;
                }
            }
        }
        String seen = found.entrySet().stream()
                .map(entry -> entry.getKey() + " is " + entry.getValue())
                .collect(Collectors.joining(", "));
        throw new PythonException(Precondition.PYTHON.line(name, MIN_MINOR, seen.isEmpty() ? "none" : seen));
    }

    private static @Nullable String version(String python, ChildProcesses processes) {
        try {
            var command = new ChildCommand(
                    ChildKind.PIP,
                    python,
                    List.of(python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"),
                    Path.of(System.getProperty("user.dir")),
                    Map.of());
            return String.join("", processes.run(command, Duration.ofSeconds(20)));
        } catch (ChildProcessException e) {
            return null;
        }
    }

    /** Say of which Python an environment is, as a comment of its requirements. */
    private static String header(Path python, ChildProcesses processes) {
        return "# Python " + version(python.toString(), processes);
    }

    private static Path python(Path environment) {
        Path posix = environment.toAbsolutePath().resolve("bin").resolve("python");
        Path windows = environment.toAbsolutePath().resolve("Scripts").resolve("python.exe");
        return System.getProperty("os.name").startsWith("Windows") ? windows : posix;
    }

    private static Path folderOf(Path path) {
        return path.resolve("..").normalize();
    }

    private static String required(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new PythonException(
                    "%s cannot be read: %s; run from the folder that holds pom.xml".formatted(file, e.getMessage()), e);
        }
    }

    private static @Nullable String content(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new PythonException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
        }
    }
}
