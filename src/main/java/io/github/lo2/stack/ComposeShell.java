package io.github.lo2.stack;

import io.github.lo2.json.Json;
import io.github.lo2.process.ChildKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what this machine's user has set up for other work from the containers: the shell's variables, the proxies of
 * {@code ~/.docker/config.json}, the file mode creation mask.
 */
final class ComposeShell {
    /** What the Docker client puts into each container when its configuration names proxies. */
    private static final List<String> PROXIES = List.of(
            "ALL_PROXY",
            "FTP_PROXY",
            "HTTPS_PROXY",
            "HTTP_PROXY",
            "NO_PROXY",
            "all_proxy",
            "ftp_proxy",
            "http_proxy",
            "https_proxy",
            "no_proxy");

    private ComposeShell() {}

    /**
     * Say what Compose's environment is in terms of this process's, which it inherits.
     *
     * @param own this process's environment
     * @return variables to set, and with the value null those to take away
     */
    static Map<String, @Nullable String> environment(Map<String, String> own) {
        Map<String, String> wanted = ChildKind.DOCKER.environment(own);
        var changes = new HashMap<String, @Nullable String>(wanted);
        own.keySet().stream().filter(name -> !wanted.containsKey(name)).forEach(name -> changes.put(name, null));
        return changes;
    }

    /**
     * Write a Compose file that overrides others: containers talk to each other and to the suite without a proxy, which
     * would know neither; an exporter gets the null device for one that this machine has not.
     *
     * @param folder where to write it
     */
    static Path override(ComposeDefinition definition, Path folder) {
        var none = new TreeMap<String, String>();
        PROXIES.forEach(name -> none.put(name, ""));
        var services = new TreeMap<String, Object>();
        definition
                .services()
                .forEach(service -> services.put(
                        service.name(),
                        Map.of(
                                "environment",
                                none,
                                "devices",
                                service.lackedDevices().stream()
                                        .map(device -> "/dev/null:" + device)
                                        .toList())));
        Path file = folder.resolve("override.json");
        try {
            Json.MAPPER.writeValue(file.toFile(), Map.of("services", services));
            return file;
        } catch (IOException e) {
            throw new StackException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
        }
    }

    /**
     * Write a Compose file that publishes services where the definition says, in place of where the files do.
     *
     * @param folder where to write it
     */
    static Path published(ComposeDefinition definition, Path folder) {
        var text = new StringBuilder("services:\n");
        definition.services().stream()
                .filter(service -> !service.ports().isEmpty())
                .forEach(service -> {
                    // Without the tag the list would come to that of the files.
                    text.append("  %s:\n    ports: !override\n".formatted(service.name()));
                    new TreeMap<>(service.ports())
                            .forEach(
                                    (target, port) -> text.append("      - 127.0.0.1:%s:%s\n".formatted(port, target)));
                });
        Path file = folder.resolve("ports.yml");
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new StackException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
        }
    }

    /**
     * Let every user read what is mounted of a project: those of the containers are others than this machine's.
     *
     * @param project only what lies in this folder is touched
     * @param log is told what has been changed
     */
    static void letAllRead(ComposeDefinition definition, Path project, Consumer<String> log) {
        definition.services().stream()
                .flatMap(service -> service.sources().stream())
                .map(source -> source.toAbsolutePath().normalize())
                .filter(source -> source.startsWith(project) && !source.equals(project))
                .distinct()
                .filter(source -> letAllRead(source) > 0)
                .forEach(source -> log.accept("Made readable for the containers' users: " + source));
    }

    /** Make a file, or a folder and all in it, readable; gives how many were not. */
    private static long letAllRead(Path source) {
        try (Stream<Path> files = Files.walk(source)) {
            return files.filter(file -> !Files.isSymbolicLink(file))
                    .filter(ComposeShell::letAllReadOne)
                    .count();
        } catch (IOException e) {
            throw new StackException("%s cannot be read: %s".formatted(source, e.getMessage()), e);
        }
    }

    private static boolean letAllReadOne(Path file) {
        Set<PosixFilePermission> wanted = EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);
        if (Files.isDirectory(file)) {
            wanted.add(PosixFilePermission.GROUP_EXECUTE);
            wanted.add(PosixFilePermission.OTHERS_EXECUTE);
        }
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (!permissions.addAll(wanted)) {
                return false;
            }
            Files.setPosixFilePermissions(file, permissions);
            return true;
        } catch (UnsupportedOperationException e) {
            return false; // a file system without modes
        } catch (IOException e) {
            throw new StackException(
                    "%s is mounted into a container whose user may not read it, and its mode cannot be changed: %s; run 'chmod -R go+rX %s'"
                            .formatted(file, e.getMessage(), file),
                    e);
        }
    }
}
