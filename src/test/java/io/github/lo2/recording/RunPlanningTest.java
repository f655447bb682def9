package io.github.lo2.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.dataset.RunFolder;
import io.github.lo2.plan.Catalogue;
import io.github.lo2.plan.ParameterException;
import io.github.lo2.plan.Parameters;
import io.github.lo2.plan.Scenario;
import io.github.lo2.suite.Layout;
import io.github.lo2.suite.Suite;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The planning of a run")
class RunPlanningTest {
    private static final Set<Integer> ALL = Set.of();

    private final Suite suite = Suite.open(Layout.current(Path.of("light-oauth2")));

    @TempDir
    Path results;

    /** The tags that this machine cannot record. */
    private Set<String> unable = Set.of();

    @AfterEach
    void closeTheSuite() {
        suite.close();
    }

    @Test
    @DisplayName("draws from the seed of the tests, unless one is given")
    void drawsFromASeed() {
        try (RunFolder run = open(Map.of(), ALL, "correct", "two");
                RunFolder seeded = open(Map.of("lo2.seed", "7"), ALL, "correct", "two")) {
            assertThat(run.planned().plan().seed()).isEqualTo(42);
            assertThat(seeded.planned().plan().seed()).isEqualTo(7);
            assertThat(tags(run)).containsExactlyInAnyOrder("correct", "two");
        }
    }

    @Test
    @DisplayName("takes the places that are asked for of the newest run that has them")
    void takesPlacesOfTheNewestRun() {
        try (RunFolder earlier = open(Map.of(), ALL, "correct", "two", "three");
                RunFolder again = open(Map.of(), Set.of(2), "correct", "two", "three")) {
            assertThat(again.planned().plan().scenarios())
                    .containsExactly(earlier.planned().plan().scenarios().get(1));
            assertThat(again.path()).isNotEqualTo(earlier.path());
        }
    }

    @Test
    @DisplayName("refuses places that no run has, and makes no folder")
    void refusesPlacesThatNoRunHas() {
        assertThatThrownBy(() -> open(Map.of(), Set.of(3), "correct"))
                .isInstanceOf(ParameterException.class)
                .hasMessage(
                        "scenarios at places [3] of the order are asked for, but no run in %s has them; record one first"
                                .formatted(results));
        assertThat(results).isEmptyDirectory();
    }

    @Test
    @DisplayName("records a run again in a folder of its own, with its parameters, and says of which it is the replay")
    void replays() {
        try (RunFolder run = open(Map.of("lo2.duration", "3"), ALL, "correct", "two")) {
            Path plan = run.path().resolve("plan.json");

            try (RunFolder replay = open(Map.of("lo2.replay", plan.toString()), ALL, "correct", "two")) {
                assertThat(replay.path()).isNotEqualTo(run.path());
                assertThat(replay.planned().plan()).isEqualTo(run.planned().plan());
                assertThat(replay.parameters().duration())
                        .isEqualTo(run.parameters().duration());
                assertThat(replay.path().resolve("run_log.log")).content().contains("Replay of " + plan);
            }
        }
    }

    @Test
    @DisplayName("takes up the folder of a run that is resumed")
    void resumes() {
        Path path = ended("correct");

        try (RunFolder resumed = open(Map.of("lo2.resume", path.toString()), ALL, "correct")) {
            assertThat(resumed.path()).isEqualTo(path);
            assertThat(tags(resumed)).containsExactly("correct");
        }
    }

    @Test
    @DisplayName("refuses a plan with a tag that the load no longer has, and makes no folder")
    void refusesATagThatIsGone() {
        Path path = ended("correct", "gone");

        assertThatThrownBy(() -> open(Map.of("lo2.resume", path.toString()), ALL, "correct"))
                .hasMessageContaining("the Locust files have no tag gone; ");
        assertThatThrownBy(() ->
                        open(Map.of("lo2.replay", path.resolve("plan.json").toString()), ALL, "correct"))
                .hasMessageContaining("the Locust files have no tag gone; ");
        assertThat(results).isDirectoryNotContaining(entry -> !entry.equals(path));
    }

    @Test
    @DisplayName(
            "leaves out what this machine cannot record, at its place and with the reason, also when it is resumed")
    void leavesOut() {
        try (RunFolder whole = open(Map.of(), ALL, "correct", "two", "three")) {
            unable = Set.of("two");
            Path path;
            try (RunFolder run = open(Map.of(), ALL, "correct", "two", "three")) {
                path = run.path();
                assertThat(run.planned().plan().scenarios())
                        .isEqualTo(whole.planned().plan().scenarios().stream()
                                .filter(scenario -> !scenario.tag().equals("two"))
                                .toList());
                assertThat(run.planned().skipped()).singleElement().satisfies(skipped -> {
                    assertThat(skipped.tag()).isEqualTo("two");
                    assertThat(skipped.reason()).isEqualTo("no right to two");
                });
                assertThat(path.resolve("run_log.log"))
                        .content()
                        .contains("Scenario 'two' is skipped: no right to two");
            }
            try (RunFolder resumed = open(Map.of("lo2.resume", path.toString()), ALL, "correct", "two", "three")) {
                assertThat(resumed.planned().skipped()).hasSize(1);
            }
            assertThat(whole.path().resolve("plan.json")).content().doesNotContain("skipped");
            assertThat(whole.planned().skipped()).isEmpty();
        }
    }

    @Test
    @DisplayName("refuses a run of which this machine can record nothing, and makes no folder")
    void refusesWhatCannotBeRecorded() {
        unable = Set.of("correct", "two");

        assertThatThrownBy(() -> open(Map.of(), ALL, "correct", "two"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("'two', since no right to two")
                .hasMessageEndingWith("nothing was started");
        assertThat(results).isEmptyDirectory();
    }

    private Path ended(String... tags) {
        try (RunFolder run = open(Map.of(), ALL, tags)) {
            return run.path();
        }
    }

    private RunFolder open(Map<String, String> parameters, Set<Integer> places, String... tags) {
        var given = new HashMap<>(parameters);
        given.put("lo2.results", results.toString());
        var catalogue = new Catalogue(
                Stream.of(tags)
                        .map(tag -> new Catalogue.Entry(tag, URI.create("file:/load.py?line=1"), 1, false))
                        .toList(),
                1);
        return new RunPlanning(
                        new RunRequest(given, places, () -> 42),
                        suite,
                        catalogue,
                        (tag, ofRun) -> Optional.of("no right to " + tag).filter(why -> unable.contains(tag)))
                .open(Parameters.from(given));
    }

    private static List<String> tags(RunFolder run) {
        return run.planned().plan().scenarios().stream().map(Scenario::tag).toList();
    }
}
