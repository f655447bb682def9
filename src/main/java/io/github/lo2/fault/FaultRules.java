package io.github.lo2.fault;

import io.github.lo2.process.ChildProcesses;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * The rules of a run's faults, and their switches: a folder for each service that has some. All rules are in a service from its
 * start to its end, whichever fault is recorded: nothing that is loaded or not tells one scenario from another.
 */
public final class FaultRules implements AutoCloseable {
    private static final List<Class<?>> CODE = List.of(FaultPoint.class, Choice.class, SwitchLayout.class);
    private static final String SCRIPT = "rules.btm";
    private static final String JAR = "point.jar";
    private static final String SWITCHES = "switches";

    private final List<FaultDeclaration> faults;
    private final Map<String, SwitchFile> switches;

    private FaultRules(List<FaultDeclaration> faults, Map<String, SwitchFile> switches) {
        this.faults = List.copyOf(faults);
        this.switches = Collections.unmodifiableMap(switches);
    }

    /** None: nothing is put into any service. */
    public static FaultRules none() {
        return new FaultRules(List.of(), Map.of());
    }

    /**
     * Write the rules.
     *
     * @param faults those that a run may bring about; where none needs a rule, nothing is written
     * @param processes delete them at the end, also when this JVM is killed
     * @throws FaultException when they cannot be written
     */
    public static FaultRules write(List<FaultDeclaration> faults, ChildProcesses processes) {
        try {
            Path folder = Files.createTempDirectory("lo2-rules-");
            processes.deleteWhenKilled(folder);
            return write(faults, folder);
        } catch (IOException e) {
            throw new FaultException("no temporary folder can be made for the rules of faults: " + e.getMessage(), e);
        }
    }

    /** Write the rules into an empty folder. */
    static FaultRules write(List<FaultDeclaration> faults, Path folder) {
        var switches = new LinkedHashMap<String, SwitchFile>();
        try {
            for (FaultDeclaration fault : faults) {
                if (fault.isHitting() && !switches.containsKey(fault.target())) {
                    Path ofTarget = Files.createDirectories(folder.resolve(fault.target()));
                    Files.writeString(ofTarget.resolve(SCRIPT), RuleScript.of(faults, fault.target()));
                    writeCode(ofTarget.resolve(JAR));
                    allow(ofTarget, "rwxr-xr-x");
                    allow(ofTarget.resolve(SCRIPT), "rw-r--r--");
                    allow(ofTarget.resolve(JAR), "rw-r--r--");
                    switches.put(fault.target(), SwitchFile.create(ofTarget.resolve(SWITCHES)));
                }
            }
        } catch (IOException e) {
            throw new FaultException("the rules of faults cannot be written into %s: %s".formatted(folder, e), e);
        }
        return new FaultRules(faults, switches);
    }

    /** Name the folder of each service that has rules, by its name in the stack. */
    public Map<String, Path> folders() {
        var folders = new TreeMap<String, Path>();
        switches.forEach((target, file) ->
                folders.put(target, Optional.ofNullable(file.path().getParent()).orElseThrow()));
        return folders;
    }

    /** List the requests that were hit since the last call. */
    List<SwitchFile.Hit> takeHits() {
        var hits = new ArrayList<SwitchFile.Hit>();
        switches.values().forEach(file -> hits.addAll(file.takeHits()));
        return hits;
    }

    int slot(FaultDeclaration fault) {
        return faults.indexOf(fault);
    }

    SwitchFile switches(FaultDeclaration fault) {
        return Optional.ofNullable(switches.get(fault.target()))
                .orElseThrow(() -> new FaultException(
                        "fault '%s' has no rule in %s: the stack was started without it; start a new run"
                                .formatted(fault.tag(), fault.target())));
    }

    @Override
    public void close() {
        switches.values().forEach(SwitchFile::close);
    }

    /** Let a container's user, who is another one, in, whatever the mask. The folder around is for this user alone. */
    private static void allow(Path file, String mode) throws IOException {
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        }
    }

    /** Pack what runs inside a service. */
    private static void writeCode(Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                var packed = new JarOutputStream(file)) {
            for (Class<?> type : CODE) {
                pack(type, packed);
                for (Class<?> inner : type.getDeclaredClasses()) {
                    pack(inner, packed);
                }
            }
        }
    }

    private static void pack(Class<?> type, JarOutputStream packed) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        packed.putNextEntry(new JarEntry(name));
        try (InputStream bytes = type.getResourceAsStream("/" + name)) {
            if (bytes == null) {
                throw new IOException(name + " is not on the class path");
            }
            bytes.transferTo(packed);
        }
        packed.closeEntry();
    }
}
