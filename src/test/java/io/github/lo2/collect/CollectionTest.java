package io.github.lo2.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.collect.CollectedRun.State;
import io.github.lo2.dataset.Checksums;
import io.github.lo2.dataset.RunSummary;
import io.github.lo2.json.Json;
import io.github.lo2.validate.RecordedRun;
import io.github.lo2.validate.ScenarioRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Runs that are gathered")
class CollectionTest {
    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private Path results;
    private Path to;
    private Path first;
    private Path second;

    @BeforeEach
    void record() throws IOException {
        results = Files.createDirectories(folder.resolve("results"));
        to = folder.resolve("dataset");
        List<ScenarioRows> scenarios = List.of(ScenarioRows.faulty(), ScenarioRows.correct());
        first = RecordedRun.complete(results, "parquet", scenarios);
        second = RecordedRun.complete(results, "lo2,parquet", scenarios);
    }

    @Test
    @DisplayName("are tables side by side, with an index, splits, and checksums of all")
    void areTablesSideBySide() throws Exception {
        List<CollectedRun> index = collect(false);

        assertThat(index).extracting(CollectedRun::state).containsExactly(State.COMPLETE, State.COMPLETE);
        assertThat(to.resolve("requests").resolve(first.getFileName() + ".parquet"))
                .hasSameBinaryContentAs(first.resolve("tables/requests.parquet"));
        assertThat(Files.getAttribute(to.resolve("logs").resolve(second.getFileName() + ".parquet"), "unix:nlink"))
                .as("links to the file")
                .isEqualTo(2);
        assertThat(rows("requests/*.parquet", "DISTINCT run")).isEqualTo(2);
        assertThat(rows("index.parquet", "*")).isEqualTo(2);
        assertThat(rows("splits.parquet", "*")).isEqualTo(2);
        assertThat(Checksums.read(to).differences(Checksums.of(to, Set.of("manifest.json"))))
                .isEmpty();
    }

    @Test
    @DisplayName("are not taken when they are damaged, unfinished or there already, and the index says so")
    void areNotTakenWhenDamaged() throws Exception {
        Path copy = results.resolve(second.getFileName() + "0");
        PathUtils.copyDirectory(second, copy);
        Files.writeString(first.resolve("tables/requests.parquet"), "cut");
        Path broken = Files.createDirectory(results.resolve("LO2_run_1"));
        Files.copy(second.resolve("plan.json"), broken.resolve("plan.json"));
        Files.writeString(results.resolve("campaign.yaml"), "{name: doses, seed: 1, runs: 2}");

        List<CollectedRun> index = collect(false);

        assertThat(index)
                .extracting(CollectedRun::run, CollectedRun::task, CollectedRun::state)
                .containsExactlyInAnyOrder(
                        tuple(null, 0, State.MISSING),
                        tuple(null, 1, State.MISSING),
                        tuple("LO2_run_1", null, State.UNFINISHED),
                        tuple(name(first), null, State.DAMAGED),
                        tuple(name(second), null, State.COMPLETE),
                        tuple(name(copy), null, State.DUPLICATED));
        assertThat(to.resolve("requests"))
                .isDirectoryContaining("glob:**/" + name(second) + ".parquet")
                .isDirectoryNotContaining("glob:**/" + name(first) + ".parquet")
                .isDirectoryNotContaining("glob:**/" + name(copy) + ".parquet");
        assertThat(Files.readString(to.resolve("index.csv")))
                .contains("damaged,false")
                .contains("the data set has " + name(second) + " instead");
    }

    @Test
    @DisplayName("have not passed when a clock was set between their scenarios, and are not damaged")
    void haveNotPassed() throws Exception {
        RecordedRun.sayThatTheClockWasSet(first);

        List<CollectedRun> index = collect(false);

        assertThat(index)
                .extracting(CollectedRun::run, CollectedRun::state)
                .containsExactlyInAnyOrder(tuple(name(first), State.FAILED), tuple(name(second), State.COMPLETE));
        assertThat(Files.readString(to.resolve("index.csv")))
                .contains("the run: this machine's clock was set by -2000000000 ns");
    }

    @Test
    @DisplayName("are looked at once: a second call takes what is new, and lets go what is no longer what it was")
    void areLookedAtOnce() throws Exception {
        List<CollectedRun> before = collect(false);
        Path third = RecordedRun.complete(results, "parquet", List.of(ScenarioRows.correct()));
        // Only a validation would see this: sizes and manifest are the same.
        Path log = second.resolve("correct").resolve("locust.log");
        Files.writeString(log, Files.readString(log).replace("users", "USERS"));

        List<CollectedRun> after = collect(false);

        assertThat(after).hasSize(3).containsAll(before);
        assertThat(after).extracting(CollectedRun::run).contains(name(third));

        Files.writeString(first.resolve("tables/logs.parquet"), "cut");
        assertThat(collect(false))
                .extracting(CollectedRun::state)
                .containsExactlyInAnyOrder(State.DAMAGED, State.COMPLETE, State.COMPLETE);
        assertThat(to.resolve("spans")).isDirectoryNotContaining("glob:**/" + name(first) + ".parquet");
    }

    @Test
    @DisplayName("are few files when that is asked for, with the same rows")
    void areFewFiles() throws Exception {
        collect(false);
        long requests = rows("requests/*.parquet", "*");

        collect(true);

        assertThat(to.resolve("requests")).isDirectoryContaining("glob:**/part-1.parquet");
        try (var files = Files.list(to.resolve("requests"))) {
            assertThat(files).hasSize(1);
        }
        assertThat(rows("requests/*.parquet", "*")).isEqualTo(requests);
        assertThat(rows("requests/*.parquet", "DISTINCT run")).isEqualTo(2);
    }

    @Test
    @DisplayName("are split by run, each kind of run in its shares, the same from the same seed")
    void areSplitByRun() {
        List<CollectedRun> runs = IntStream.range(0, 40)
                .mapToObj(number -> new CollectedRun(
                        null,
                        null,
                        "run" + number,
                        "id" + number,
                        State.COMPLETE,
                        1,
                        1,
                        null,
                        null,
                        null,
                        number % 2 == 0 ? "even" : "odd",
                        null,
                        null,
                        new TreeMap<>(),
                        new TreeMap<>(),
                        null))
                .toList();

        List<Splits.Split> splits = Splits.draw(runs, 7);

        Map<String, Long> shares = splits.stream()
                .collect(Collectors.groupingBy(split -> split.stratum() + " " + split.split(), Collectors.counting()));
        assertThat(shares)
                .containsEntry("even train", 14L)
                .containsEntry("even validation", 3L)
                .containsEntry("even test", 3L)
                .containsEntry("odd train", 14L)
                .containsEntry("odd validation", 3L)
                .containsEntry("odd test", 3L);
        assertThat(Splits.draw(runs, 7)).isEqualTo(splits);
        assertThat(Splits.draw(runs, 8)).isNotEqualTo(splits);
    }

    @Test
    @DisplayName("have a page over all of them, and a card, from the same figures as the manifest")
    void haveAPageAndACard() throws Exception {
        Path broken = Files.createDirectory(results.resolve("LO2_run_1"));
        Files.copy(second.resolve("plan.json"), broken.resolve("plan.json"));

        List<CollectedRun> index = collect(false);

        long requests = index.stream()
                .flatMap(run -> Optional.ofNullable(run.summary()).stream())
                .mapToLong(RunSummary::requests)
                .sum();
        assertThat(requests).isEqualTo(rows("requests/*.parquet", "*"));
        assertThat(to.resolve("report.html"))
                .content()
                .contains(
                        "<b>2 of 3</b> <span>runs in it</span>",
                        "<b>%s</b> <span>requests</span>".formatted(requests),
                        "<li class=\"warn\">1 unfinished: see below why</li>",
                        "<td class=\"text bad\">unfinished</td>",
                        "<td class=\"text good\">complete</td>",
                        "No verdict failed",
                        "<td class=\"text\">requests</td>")
                .doesNotContain("src=", "<link", "<script");
        assertThat(to.resolve("README.md"))
                .content()
                .startsWith("---\npretty_name: \"dataset\"\nlicense: cc-by-4.0\n")
                .contains(
                        "- config_name: requests\n  data_files: \"requests/*.parquet\"\n  default: true\n",
                        "| runs | 2 |",
                        "| requests | %s |".formatted(requests),
                        "2 complete, 0 failed, 0 damaged, 1 unfinished");
        JsonNode croissant = Json.MAPPER.readTree(to.resolve("croissant.json").toFile());
        assertThat(croissant.at("/distribution/0/includes").asText()).isEqualTo("scenarios/*.parquet");
        assertThat(croissant.path("recordSet")).hasSameSizeAs(croissant.path("distribution"));
        assertThat(to.resolve("CITATION.cff")).content().contains("license: CC-BY-4.0", "2 runs, 4 scenarios");
        assertThat(Checksums.read(to).sums())
                .containsKeys("report.html", "README.md", "croissant.json", "CITATION.cff");
        // A second call, which does not look at them again, says the same.
        String page = Files.readString(to.resolve("report.html"));
        collect(false);
        assertThat(to.resolve("report.html")).hasContent(page);
    }

    @Test
    @DisplayName("show in their page which scenarios failed in which run")
    void showWhatFailed() throws Exception {
        Path failed =
                RecordedRun.complete(results, "parquet", List.of(ScenarioRows.unconfirmed(), ScenarioRows.correct()));

        List<CollectedRun> index = collect(false);

        assertThat(index)
                .filteredOn(run -> name(failed).equals(run.run()))
                .extracting(CollectedRun::state)
                .containsExactly(State.FAILED);
        assertThat(to.resolve("report.html"))
                .content()
                .contains("<th class=\"text\">" + name(failed) + "</th>", "<td class=\"text bad\">label")
                .doesNotContain("<th class=\"text\">" + name(first) + "</th>");
    }

    private List<CollectedRun> collect(boolean compact) {
        return Collection.of(results, to, compact, 1, said::add);
    }

    private long rows(String files, String what) throws SQLException {
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM (SELECT %s FROM '%s')".formatted(what, to.resolve(files)))) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }

    private static String name(Path run) {
        return run.getFileName().toString();
    }
}
