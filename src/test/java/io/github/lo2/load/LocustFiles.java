package io.github.lo2.load;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The Locust files of light-oauth2, for loads that are sent to other servers than its services. */
final class LocustFiles {
    private static final List<String> SERVICES =
            List.of("code", "token", "service", "client", "user", "key", "refresh-token");

    private LocustFiles() {}

    /**
     * Make a copy of them: processes that run it are told from others by its path.
     *
     * @param folder where the copy goes
     * @return the folder in it of the system's files
     */
    static Path copy(Path folder) throws IOException {
        try (var originals = Files.walk(Path.of("locust"))) {
            for (Path original : originals
                    .filter(file -> file.toString().matches(".*\\.(py|txt)"))
                    .toList()) {
                Path copy = folder.resolve(Path.of("locust").relativize(original));
                Files.createDirectories(copy.getParent());
                Files.copy(original, copy);
            }
        }
        return folder.resolve("light-oauth2");
    }

    /**
     * Say where each service answers.
     *
     * @param ports one for each service
     */
    static Map<String, URI> services(String scheme, List<Integer> ports) {
        Iterator<Integer> port = ports.iterator();
        return SERVICES.stream()
                .map("oauth2-%s-service"::formatted)
                .collect(Collectors.toMap(
                        Function.identity(),
                        service -> URI.create("%s://localhost:%s".formatted(scheme, port.next()))));
    }

    /** Say how many services there are. */
    static int count() {
        return SERVICES.size();
    }
}
