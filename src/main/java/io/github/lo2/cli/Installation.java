package io.github.lo2.cli;

import io.github.lo2.plan.Parameters;
import io.github.lo2.suite.Layout;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The packaged suite that a command is of: where its parts are, and where it keeps what it makes. */
final class Installation {
    private Installation() {}

    /** Add where the suite keeps what it makes, when that is not given: never in itself. */
    static Map<String, String> withDefaults(Map<String, String> given) {
        var values = new TreeMap<>(given);
        values.putIfAbsent(Parameters.WORK.name(), userState().toString());
        return values;
    }

    /** Name the folder of what the suite makes once and keeps. */
    static Path work(Map<String, String> given) {
        return Parameters.WORK.read(given).orElseGet(Installation::userState).toAbsolutePath();
    }

    /** Find where things are of the system that is asked for. */
    static Layout layout(Map<String, String> given) {
        return Layout.current(Parameters.SYSTEM.read(given), Parameters.WORK.read(given));
    }

    /** Read the parameters of a quick run of the system that is asked for. */
    static Map<String, String> quick(Map<String, String> given) {
        Layout layout = layout(given);
        Map<String, String> quick = layout.quick();
        if (quick.isEmpty()) {
            throw new CommandException(
                    "%s is not there; expected the parameters of a quick run; give them one by one without --quick"
                            .formatted(layout.quickParameters()));
        }
        return quick;
    }

    /** Find the jars with the test classes of systems. */
    static Set<Path> testClasses() throws IOException {
        Path folder = Layout.home().resolve("systems");
        if (!Files.isDirectory(folder)) {
            throw new CommandException(
                    "%s is not there; expected the packaged suite; make it by mvn package, and call target/lo2/bin/lo2"
                            .formatted(folder));
        }
        var jars = new HashSet<Path>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
            found.forEach(jars::add);
        }
        return jars;
    }

    private static Path userState() {
        String state = System.getenv("XDG_STATE_HOME");
        Path folder = state == null || state.isBlank()
                ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(state);
        return folder.resolve("lo2").toAbsolutePath();
    }
}
