package io.github.lo2.dataset;

import io.github.lo2.table.GroundTruth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The folder of one scenario; hidden until it is sealed.
 *
 * <pre>
 * &lt;tag&gt;/
 *   locust.log                   Locust's own log
 *   requests.jsonl               the ground truth, a line a request, see {@link io.github.lo2.signal.Request}
 *   faults.jsonl                 where it has a fault of the stack: the requests that this hit, or that were exposed to it
 *   …                            see {@link ReferenceFiles}
 *   scenario.json                see {@link ScenarioFacts}
 *   SHA256SUMS                   checksums of all of these
 *   .parts/                      what it adds to the tables, with checksums of its own; until the run is complete
 * </pre>
 *
 * <p>When only tables are kept, only the last three are there. The parts are hidden, so that the list of what stays is
 * never written again.
 *
 * <p>What can be done with it is a type: it is a {@link PreparedScenario}, then an {@link OpenScenario}, then a {@link
 * RecordedScenario}, then sealed.
 */
public final class ScenarioFolder {
    /** The file in it of what is known of it. */
    public static final String FACTS = "scenario.json";
    /** The file in it of the ground truth. */
    public static final String REQUESTS = "requests.jsonl";
    /** The hidden folder in the run's of those that are being recorded. */
    static final String UNDER_WAY = ".part";
    /** The hidden folder in it of what it adds to the tables. */
    public static final String PARTS = ".parts";

    private final Path run;
    private final String tag;

    ScenarioFolder(Path run, String tag) {
        this.run = run;
        this.tag = tag;
    }

    /**
     * Compare the files of a sealed folder with their checksums.
     *
     * @return how many there are
     * @throws DatasetException naming what is different, or the list that cannot be read
     */
    static int check(Path sealed) {
        return check(sealed, "") + check(sealed.resolve(PARTS), PARTS + "/");
    }

    /** Name the run. */
    String run() {
        return run.getFileName().toString();
    }

    /** Name the scenario. */
    String tag() {
        return tag;
    }

    /**
     * Name the folder until it is sealed. Readers take each folder with logs in a run's for a scenario, even a hidden one: so it
     * is a folder deeper.
     */
    Path hidden() {
        return run.resolve(UNDER_WAY).resolve(tag);
    }

    /** Name the folder once it is sealed. */
    Path sealed() {
        return run.resolve(tag);
    }

    /** Name the folder of what it adds to the tables, until it is sealed. */
    Path parts() {
        return hidden().resolve(PARTS);
    }

    Path requests() {
        return hidden().resolve(REQUESTS);
    }

    /** Name the file of what a fault of the stack did to requests. */
    Path faults() {
        return hidden().resolve(GroundTruth.FAULTS);
    }

    Path locustLog() {
        return hidden().resolve("locust.log");
    }

    DatasetException failure(String what, IOException cause) {
        return new DatasetException(
                "%s %s: %s; free disk space there and record the scenario again".formatted(hidden(), what, cause),
                cause);
    }

    private static int check(Path folder, String prefix) {
        Checksums listed = Checksums.read(folder);
        String differences = listed.differences(Checksums.of(folder, Set.of())).stream()
                .map(difference -> prefix + difference)
                .collect(Collectors.joining("; "));
        if (!differences.isEmpty()) {
            throw new DatasetException(differences, null);
        }
        return listed.paths().size();
    }
}
