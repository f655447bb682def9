package io.github.lo2.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The plan of a run")
class PlanTest {
    private static final int SIZE = 54;
    private static final Catalogue CATALOGUE = new Catalogue(
            IntStream.range(0, SIZE)
                    .mapToObj(i -> entry(i == 0 ? "correct" : String.format(Locale.ROOT, "task_%02d_404", i)))
                    .toList(),
            7);

    @Test
    @DisplayName("is the same for the same seed")
    void isTheSameForTheSameSeed() {
        assertThat(plan(42)).isEqualTo(plan(42));
    }

    @Test
    @DisplayName("has another order for another seed")
    void hasAnotherOrderForAnotherSeed() {
        assertThat(tags(plan(42))).isNotEqualTo(tags(plan(43))).containsExactlyInAnyOrderElementsOf(tags(plan(43)));
    }

    @Test
    @DisplayName("is the same whatever the order in which the catalogue was read")
    void doesNotDependOnTheOrderOfTheCatalogue() {
        var reversed = new Catalogue(
                IntStream.range(0, SIZE)
                        .mapToObj(i -> CATALOGUE.entries().get(SIZE - 1 - i))
                        .toList(),
                7);

        assertThat(Plan.draw(42, reversed, Parameters.from(Map.of()))).isEqualTo(plan(42));
    }

    @Test
    @DisplayName("numbers its scenarios from 1")
    void numbersItsScenarios() {
        assertThat(plan(42).scenarios())
                .extracting(Scenario::ordinal)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, SIZE).boxed().toList());
    }

    @Test
    @DisplayName("draws durations and waits from the whole of their intervals, bounds included")
    void drawsFromTheIntervals() {
        Parameters parameters = Parameters.from(Map.of("lo2.duration", "20..22", "lo2.wait", "1..2"));
        List<Scenario> scenarios = LongStream.range(0, 10)
                .mapToObj(seed -> Plan.draw(seed, CATALOGUE, parameters))
                .flatMap(plan -> plan.scenarios().stream())
                .toList();

        assertThat(scenarios)
                .extracting(Scenario::duration)
                .containsOnly(Duration.ofSeconds(20), Duration.ofSeconds(21), Duration.ofSeconds(22));
        assertThat(scenarios).extracting(Scenario::pause).containsOnly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    @DisplayName("gives a scenario that is recorded alone the duration and the wait it has in the whole run")
    void keepsTheDurationOfASelectedScenario() {
        Plan whole = plan(42);

        Plan selection = plan(42, "task_17_404,task_03_404,correct");

        assertThat(selection.scenarios())
                .hasSize(3)
                .allSatisfy(scenario -> assertThat(whole.scenarios())
                        .filteredOn(Scenario::tag, scenario.tag())
                        .singleElement()
                        .returns(scenario.duration(), Scenario::duration)
                        .returns(scenario.pause(), Scenario::pause));
        assertThat(selection.scenarios()).extracting(Scenario::ordinal).containsExactly(1, 2, 3);
        assertThat(tags(whole)).containsSubsequence(tags(selection));
    }

    @Test
    @DisplayName("keeps the order, the durations and the waits of all others when a tag is added")
    void keepsTheOthersWhenATagIsAdded() {
        var entries = new ArrayList<>(CATALOGUE.entries());
        entries.add(entry("brand_new_500"));

        Plan grown = Plan.draw(42, new Catalogue(entries, 7), Parameters.from(Map.of()));

        assertThat(tags(grown)).contains("brand_new_500");
        assertThat(grown.scenarios())
                .filteredOn(scenario -> !scenario.tag().equals("brand_new_500"))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("ordinal")
                .containsExactlyElementsOf(plan(42).scenarios());
    }

    @Test
    @DisplayName("has one phase a scenario: all of it fault, but baseline in 'correct', and no dose")
    void hasOnePhaseByDefault() {
        assertThat(plan(42).scenarios())
                .allSatisfy(scenario -> assertThat(scenario.phases())
                        .containsExactly(new Phase(
                                scenario.tag().equals("correct") ? Phase.Kind.BASELINE : Phase.Kind.FAULT,
                                scenario.duration())))
                .allSatisfy(scenario -> assertThat(scenario.dose()).isEmpty());
    }

    @Test
    @DisplayName("with shares for phases and a dose keeps the order, durations and waits that the seed gives without")
    void keepsWhatTheSeedGivesWithPhases() {
        Plan phased =
                Plan.draw(42, CATALOGUE, Parameters.from(Map.of("lo2.phases", "40/45/15", "lo2.dose", "0.01..0.1")));

        assertThat(phased.scenarios())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("phases", "dose")
                .containsExactlyElementsOf(plan(42).scenarios());
        assertThat(phased.scenarios())
                .extracting(Scenario::duration)
                .containsExactlyElementsOf(
                        plan(42).scenarios().stream().map(Scenario::duration).toList());
        assertThat(phased.scenarios())
                .filteredOn(scenario -> !scenario.tag().equals("correct"))
                .allSatisfy(scenario -> {
                    long whole = scenario.duration().toMillis();
                    assertThat(scenario.phases())
                            .containsExactly(
                                    new Phase(Phase.Kind.BASELINE, Duration.ofMillis(whole * 40 / 100)),
                                    new Phase(Phase.Kind.FAULT, Duration.ofMillis(whole * 45 / 100)),
                                    new Phase(Phase.Kind.RECOVERY, Duration.ofMillis(whole * 15 / 100)));
                    assertThat(scenario.dose().orElseThrow()).isBetween(0.01, 0.1);
                })
                .extracting(scenario -> scenario.dose().orElseThrow())
                .doesNotHaveDuplicates();
        assertThat(phased.scenarios())
                .filteredOn(Scenario::tag, "correct")
                .singleElement()
                .returns(
                        List.of(Phase.Kind.BASELINE),
                        correct -> correct.phases().stream().map(Phase::kind).toList())
                .satisfies(correct -> assertThat(correct.dose()).isEmpty());
    }

    @Test
    @DisplayName("with seconds for phases draws each, and a scenario is as long as these together")
    void drawsSecondsOfPhases() {
        Plan phased = Plan.draw(42, CATALOGUE, Parameters.from(Map.of("lo2.phases", "10..12/7/0")));

        assertThat(phased.scenarios())
                .filteredOn(scenario -> !scenario.tag().equals("correct"))
                .allSatisfy(scenario -> assertThat(scenario.phases())
                        .extracting(Phase::kind)
                        .containsExactly(Phase.Kind.BASELINE, Phase.Kind.FAULT))
                .extracting(Scenario::duration)
                .containsOnly(Duration.ofSeconds(17), Duration.ofSeconds(18), Duration.ofSeconds(19));
        assertThat(tags(phased)).containsExactlyElementsOf(tags(plan(42)));
    }

    @Test
    @DisplayName("takes globs with * and ? for tags")
    void takesGlobs() {
        assertThat(tags(plan(42, "task_1?_404"))).hasSize(10).allMatch(tag -> tag.startsWith("task_1"));
        assertThat(tags(plan(42, "task_5*,c*t")))
                .containsExactlyInAnyOrder("correct", "task_50_404", "task_51_404", "task_52_404", "task_53_404");
        assertThat(tags(plan(42, "correct,corr*"))).containsExactly("correct");
    }

    @Test
    @DisplayName("refuses a tag that is not known, and lists those that are; a dot is no wildcard")
    void refusesAnUnknownTag() {
        assertThatThrownBy(() -> plan(42, "correct,task.01.404"))
                .isInstanceOf(ParameterException.class)
                .hasMessageStartingWith(
                        "lo2.scenarios: 'task.01.404' matches no tag; expected errors, faults, all, tags or globs of: correct,")
                .hasMessageContaining("task_01_404, task_02_404")
                .hasMessageEndingWith("task_53_404");
    }

    @Test
    @DisplayName("refuses fewer users than there are classes of users")
    void refusesTooFewUsers() {
        Parameters parameters = Parameters.from(Map.of("lo2.users", "6"));

        assertThatThrownBy(() -> Plan.draw(42, CATALOGUE, parameters))
                .isInstanceOf(ParameterException.class)
                .hasMessageStartingWith("lo2.users=6 is not allowed; expected at least 7,");
    }

    @Test
    @DisplayName("combines tags to pairs of the seed, each tag once, 'correct' alone, under names that a file may have")
    void combinesTags() {
        Map<String, String> two = Map.of("lo2.combine", "2");
        Plan pairs = Plan.draw(42, CATALOGUE, Parameters.from(two));

        assertThat(pairs).isEqualTo(Plan.draw(42, CATALOGUE, Parameters.from(two)));
        assertThat(tags(pairs)).isNotEqualTo(tags(Plan.draw(43, CATALOGUE, Parameters.from(two))));
        assertThat(pairs.scenarios()).hasSize(1 + (SIZE - 1 + 1) / 2);
        assertThat(pairs.scenarios())
                .filteredOn(scenario -> scenario.tags().size() == 1)
                .hasSize(2)
                .extracting(Scenario::tag)
                .contains("correct");
        assertThat(pairs.scenarios())
                .flatExtracting(Scenario::tags)
                .containsExactlyInAnyOrderElementsOf(tags(plan(42)));
        assertThat(tags(pairs)).allMatch(tag -> tag.matches("[a-z0-9_]+(\\.and\\.[a-z0-9_]+)?"));
    }

    @Test
    @DisplayName("refuses a dose that is above the share of the users which have the task, in whole users")
    void refusesADoseThatNobodyCanSend() {
        assertThat(Plan.draw(42, CATALOGUE, Parameters.from(Map.of("lo2.dose", "0.142857")))
                        .scenarios())
                .hasSize(SIZE);
        assertThatThrownBy(() ->
                        Plan.draw(42, CATALOGUE, Parameters.from(Map.of("lo2.dose", "0.01..0.1", "lo2.users", "13"))))
                .isInstanceOf(ParameterException.class)
                .hasMessage(
                        "lo2.dose=0.01..0.1 is not allowed; expected at most 0.076 for 'task_01_404', the share of the"
                                + " 13 users that have its task; nothing was started");
        assertThat(Plan.draw(42, CATALOGUE, Parameters.from(Map.of("lo2.dose", "1", "lo2.scenarios", "correct")))
                        .scenarios())
                .hasSize(1);
    }

    @Test
    @DisplayName("is as long as its durations and the waits between them, the last wait not counted")
    void addsUpItsLength() {
        var plan = new Plan(1, List.of(scenario(1, 20, 3), scenario(2, 30, 5), scenario(3, 40, 4)));

        assertThat(plan.length()).isEqualTo(Duration.ofSeconds(20 + 3 + 30 + 5 + 40));
        assertThat(new Plan(1, List.of()).length()).isZero();
    }

    @Test
    @DisplayName("cut down to some places keeps the places")
    void keepsThePlacesWhenCutDown() {
        Plan plan = plan(42);

        assertThat(plan.only(Set.of(2, SIZE)).scenarios())
                .containsExactly(plan.scenarios().get(1), plan.scenarios().get(SIZE - 1));
        assertThat(plan.hasAll(Set.of(1, SIZE))).isTrue();
        assertThat(plan.hasAll(Set.of(1, SIZE + 1))).isFalse();
    }

    private static Plan plan(long seed) {
        return Plan.draw(seed, CATALOGUE, Parameters.from(Map.of()));
    }

    private static Plan plan(long seed, String selection) {
        return Plan.draw(seed, CATALOGUE, Parameters.from(Map.of("lo2.scenarios", selection)));
    }

    private static List<String> tags(Plan plan) {
        return plan.scenarios().stream().map(Scenario::tag).toList();
    }

    private static Catalogue.Entry entry(String tag) {
        return new Catalogue.Entry(tag, URI.create("file:/tasks.py?line=1"), 1.0 / 7, false);
    }

    private static Scenario scenario(int ordinal, int seconds, int pause) {
        return new Scenario(ordinal, "tag" + ordinal, Duration.ofSeconds(seconds), Duration.ofSeconds(pause));
    }
}
