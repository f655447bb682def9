package io.github.lo2.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The folders in which this machine looks for programs. */
public final class SearchPath {
    private SearchPath() {}

    /** Find a program as the shell does; empty when there is none. */
    public static Optional<Path> found(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
