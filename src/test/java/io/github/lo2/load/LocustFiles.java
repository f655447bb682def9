package io.github.lo2.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A copy of the Locust files whose services are at other ports. */
final class LocustFiles {
    /** How many services there are. */
    static final int PORTS = 7;

    private static final int FIRST_PORT = 6881;

    private LocustFiles() {}

    /**
     * Make it.
     *
     * @param folder where the copy goes
     * @param ports one for each service
     * @return the folder in it of the system's files
     */
    static Path copy(Path folder, List<Integer> ports) throws IOException {
        try (var originals = Files.walk(Path.of("locust"))) {
            for (Path original : originals
                    .filter(file -> file.toString().matches(".*\\.(py|txt)"))
                    .toList()) {
                String text = Files.readString(original);
                if (original.endsWith("_endpoints.py")) {
                    for (int i = 0; i < PORTS; i++) {
                        text = text.replace(Integer.toString(FIRST_PORT + i), Integer.toString(ports.get(i)));
                    }
                }
                Path copy = folder.resolve(Path.of("locust").relativize(original));
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, text);
            }
        }
        return folder.resolve("light-oauth2");
    }
}
