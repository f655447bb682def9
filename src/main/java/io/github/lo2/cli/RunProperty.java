package io.github.lo2.cli;

import java.nio.file.Path;

/** Tells which run a command is about: {@code -Drun=…}. */
final class RunProperty {
    private static final String RUN = "run";

    private RunProperty() {}

    /** Read what is given; empty when nothing is. */
    static String given() {
        return System.getProperty(RUN, "");
    }

    /**
     * Take it for a folder.
     *
     * @throws IllegalArgumentException when it is not given
     */
    static Path folder(String given) {
        if (given.isBlank()) {
            throw new IllegalArgumentException(
                    "-Drun is not given; expected the folder of a run, such as -Drun=results/LO2_run_1795504280");
        }
        return Path.of(given).toAbsolutePath().normalize();
    }
}
