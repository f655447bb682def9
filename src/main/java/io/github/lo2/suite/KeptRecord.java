package io.github.lo2.suite;

import io.github.lo2.dataset.WholeFile;
import io.github.lo2.json.Json;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.stack.KeptStack;
import io.github.lo2.stack.StackException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.io.file.PathUtils;

/**
 * Where a stack is that a process keeps up, in a folder of its own below {@code java.io.tmpdir} that only its user may read. The
 * folder's name has the system's, and the network's where a machine has several: a stack is reached by the ports of one.
 *
 * @param pid the process
 * @param port where it is asked, of the loopback interface
 * @param secret what it wants to hear
 * @param kind the kind of stack
 * @param build what it was started from; see {@link StackBuild}
 * @param since when it was up, ISO-8601
 */
record KeptRecord(long pid, int port, String secret, String kind, String build, String since) {
    private static final String FILE = "stack.json";
    private static final Path NETWORK = Path.of("/proc/self/ns/net");

    /** Say how it is ended. */
    String end() {
        return "a stack is kept up by process %s (%s, since %s); lo2 stack --stop ends it".formatted(pid, kind, since);
    }

    /** Write it down, until this process has ended. */
    Path write(String system, ChildProcesses processes) {
        try {
            Path folder = Files.createTempDirectory(prefix(system));
            processes.deleteWhenKilled(folder);
            WholeFile.write(folder.resolve(FILE), Json.MAPPER.writeValueAsString(this));
            return folder;
        } catch (IOException e) {
            throw new StackException("where the stack is kept cannot be written down: " + e.getMessage(), e);
        }
    }

    /**
     * Find the stack of a system that is kept up; what is left of one that is not is removed.
     *
     * @param log is told of that
     */
    static Optional<KeptRecord> find(String system, Consumer<String> log) {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Optional<KeptRecord> found = Optional.empty();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, prefix(system) + "*")) {
            for (Path folder : folders) {
                if (!isOwn(folder) || !Files.exists(folder.resolve(FILE))) {
                    continue;
                }
                KeptRecord record = Json.MAPPER.readValue(folder.resolve(FILE).toFile(), KeptRecord.class);
                if (record.isAlive()) {
                    found = Optional.of(record);
                } else {
                    PathUtils.deleteDirectory(folder);
                    log.accept("Removed what was left of a kept stack, of process %s, which has ended"
                            .formatted(record.pid()));
                }
            }
        } catch (IOException e) {
            throw new StackException(
                    "%s says where a stack is kept up, and cannot be read: %s; delete it"
                            .formatted(temporary.resolve(prefix(system) + "…"), e.getMessage()),
                    e);
        }
        return found;
    }

    /** Remove what was written down. */
    static void remove(Path folder) {
        try {
            PathUtils.deleteDirectory(folder);
        } catch (IOException e) {
            throw new StackException("%s cannot be deleted: %s; delete it".formatted(folder, e.getMessage()), e);
        }
    }

    private boolean isAlive() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent() && KeptStack.isKept(port);
    }

    /** Tell whether this user made a folder: in a folder that is everybody's, others may make one of that name. */
    private static boolean isOwn(Path folder) throws IOException {
        return Files.getOwner(folder).getName().equals(System.getProperty("user.name"));
    }

    private static String prefix(String system) {
        return "lo2-kept-%s-%s-".formatted(system, network());
    }

    private static String network() {
        try {
            return Files.readSymbolicLink(NETWORK).toString().replaceAll("\\D", "");
        } catch (IOException e) {
            return "0"; // a system that has one
        }
    }
}
