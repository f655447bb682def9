package io.github.lo2.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.dataset.Checksums;
import io.github.lo2.dataset.PlanFile;
import io.github.lo2.dataset.RunTables;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.json.Json;
import io.github.lo2.table.TableViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The folder of a run, looked at from outside while nobody writes into it.
 *
 * @param path the folder
 */
record RunOnDisk(Path path) {

    /**
     * What a scenario that is recorded again does not keep.
     *
     * @param sums its checksums as they are written down
     * @param written when
     */
    record Seal(String sums, FileTime written) {}

    /** Find the newest run that has a plan. */
    static Optional<RunOnDisk> newest(Path results) throws IOException {
        if (!Files.isDirectory(results)) {
            return Optional.empty();
        }
        try (Stream<Path> runs = Files.list(results)) {
            return runs.filter(run -> Files.exists(run.resolve("plan.json")))
                    .sorted()
                    .map(RunOnDisk::new)
                    .reduce((one, other) -> other);
        }
    }

    boolean isComplete() {
        return Files.exists(path.resolve("manifest.json"));
    }

    List<String> planned() {
        return PlanFile.read(path.resolve("plan.json")).scenarios().stream()
                .map(PlanFile.PlannedScenario::tag)
                .toList();
    }

    /** Look up the seals of all scenarios that have their final name, by tag. */
    Map<String, Seal> seals() throws IOException {
        var seals = new TreeMap<String, Seal>();
        for (String tag : planned()) {
            Path sums = path.resolve(tag).resolve(Checksums.FILE_NAME);
            if (Files.exists(path.resolve(tag))) {
                seals.put(tag, new Seal(Files.readString(sums), Files.getLastModifiedTime(sums)));
            }
        }
        return seals;
    }

    /** Require that all that has no hidden name is whole. */
    void assertWhole() throws IOException {
        List<String> planned = planned();
        try (Stream<Path> entries = Files.list(path)) {
            assertThat(entries.map(entry -> entry.getFileName().toString())
                            .filter(name -> !name.startsWith(".") && !planned.contains(name)))
                    .as("files of %s that are no scenario", path)
                    .isSubsetOf(
                            "plan.json",
                            "run_log.log",
                            "tables",
                            "report.html",
                            "README.md",
                            "croissant.json",
                            "CITATION.cff",
                            "SHA256SUMS",
                            "manifest.json");
        }
        for (String tag : seals().keySet()) {
            Path folder = path.resolve(tag);
            assertListed(folder);
            if (!isComplete()) {
                assertListed(folder.resolve(".parts"));
            }
            assertThat(Json.MAPPER
                            .readValue(folder.resolve("scenario.json").toFile(), ScenarioFacts.class)
                            .tag())
                    .isEqualTo(tag);
        }
        if (Files.exists(path.resolve("tables"))) {
            assertThat(ask("SELECT tag FROM scenarios")).containsExactlyElementsOf(planned);
        }
    }

    /** Require that it has all its scenarios, once, with all their rows, and each file as its checksums say. */
    void assertComplete() throws IOException {
        assertWhole();
        List<String> planned = planned();
        assertThat(seals()).containsOnlyKeys(planned);
        assertThat(Checksums.read(path).differences(Checksums.of(path, Set.of("manifest.json"))))
                .isEmpty();
        assertThat(Json.MAPPER
                        .readTree(path.resolve("manifest.json").toFile())
                        .path("sha256sums")
                        .asText())
                .isEqualTo(Checksums.sha256(path.resolve(Checksums.FILE_NAME)));
        for (String tag : planned) {
            ScenarioFacts.Counts counts = Json.MAPPER
                    .readValue(path.resolve(tag).resolve("scenario.json").toFile(), ScenarioFacts.class)
                    .counts();
            assertThat(List.of(
                            count("requests", tag),
                            count("logs", tag),
                            count("spans", tag),
                            ask("SELECT count(value)::VARCHAR FROM metrics WHERE scenario = '" + tag + "'")
                                    .get(0),
                            ask("SELECT count(DISTINCT request_id)::VARCHAR FROM requests WHERE scenario = '" + tag
                                            + "'")
                                    .get(0)))
                    .as("rows of %s: requests, log records, spans, samples, requests told from each other", tag)
                    .containsExactly(
                            Long.toString(counts.requests()),
                            Long.toString(counts.logRecords()),
                            Long.toString(counts.spans()),
                            Long.toString(counts.samples()),
                            Long.toString(counts.requests()));
        }
    }

    /** Require that nothing is left of what was under way, but what was damaged. */
    void assertNothingUnderWay() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith(".")))
                    .as("what is under way in a complete run")
                    .allMatch(file -> file.toString().contains(".damaged"));
        }
    }

    private static void assertListed(Path folder) {
        assertThat(Checksums.read(folder).differences(Checksums.of(folder, Set.of())))
                .as("what differs in %s from its checksums", folder)
                .isEmpty();
    }

    private String count(String table, String tag) {
        return ask("SELECT count(*)::VARCHAR FROM %s WHERE scenario = '%s'".formatted(table, tag))
                .get(0);
    }

    private List<String> ask(String sql) {
        try (TableViews tables = RunTables.of(path)) {
            return tables.ask(sql, row -> row.getString(1));
        }
    }
}
