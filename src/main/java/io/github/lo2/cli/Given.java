package io.github.lo2.cli;

import java.nio.file.Path;
import java.util.Properties;

/**
 * What a command was given as {@code -Dname=value}.
 *
 * @param properties the system properties
 */
record Given(Properties properties) {
    private static final String RUN = "run";

    /** Read a value; {@code otherwise} when none is given. */
    String text(String name, String otherwise) {
        String given = properties.getProperty(name, "").strip();
        return given.isEmpty() ? otherwise : given;
    }

    /**
     * Find the folder of the run that the command is about, {@code -Drun=…}.
     *
     * @throws CommandException when it is not given
     */
    Path run() {
        String given = text(RUN, "");
        if (given.isEmpty()) {
            throw new CommandException(
                    "-Drun is not given; expected the folder of a run, such as one in results/: -Drun=results/…");
        }
        return Path.of(given).toAbsolutePath().normalize();
    }
}
