package io.github.lo2.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The plan of a run with faults of the stack")
class FaultPlanTest {
    private static final URI SOURCE = URI.create("file:/load.py?line=1");
    private static final Catalogue CATALOGUE = new Catalogue(
                    List.of(
                            new Catalogue.Entry("correct", SOURCE, 1, false),
                            new Catalogue.Entry("get_404", SOURCE, 1, false)),
                    1)
            .with(List.of(new Catalogue.Entry("user_exception", SOURCE, 1, true)));

    @ParameterizedTest
    @DisplayName("has faults where they are asked for, and not unless they are")
    @CsvSource(delimiter = '|', textBlock = """
        ''          | correct,get_404
        errors      | correct,get_404
        faults      | user_exception
        all         | correct,get_404,user_exception
        user_*      | user_exception
        faults,correct | correct,user_exception
        """)
    void hasWhatIsAskedFor(String scenarios, String tags) {
        assertThat(plan(Map.of("lo2.scenarios", scenarios)).scenarios())
                .extracting(Scenario::tag)
                .containsExactlyInAnyOrder(tags.split(",", -1));
    }

    @Test
    @DisplayName("gives a fault all three phases, and an error tag its one, unless it is told others")
    void givesPhases() {
        assertThat(plan(Map.of("lo2.scenarios", "all", "lo2.duration", "10")).scenarios())
                .allSatisfy(scenario -> assertThat(scenario.phases())
                        .extracting(phase -> phase.duration().toSeconds())
                        .isEqualTo(scenario.tag().equals("user_exception") ? List.of(4L, 4L, 2L) : List.of(10L)));
    }

    @Test
    @DisplayName("pairs a fault with an error tag, in the fault's phases, and with nothing else")
    void makesPairs() {
        assertThat(plan(Map.of("lo2.scenarios", "all", "lo2.combine", "2", "lo2.duration", "10"))
                        .scenarios())
                .filteredOn(scenario -> scenario.tags().size() == 2)
                .singleElement()
                .satisfies(pair -> {
                    assertThat(pair.tag()).isEqualTo("get_404.and.user_exception");
                    assertThat(pair.phases())
                            .extracting(phase -> phase.duration().toSeconds())
                            .containsExactly(4L, 4L, 2L);
                });
        assertThatThrownBy(() -> plan(Map.of("lo2.scenarios", "faults,correct", "lo2.combine", "2")))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("expected an error tag for each of the 1 faults of the stack, got 0");
    }

    @Test
    @DisplayName("refuses a fault that has the name of a tag")
    void refusesTheNameOfATag() {
        assertThatThrownBy(() -> CATALOGUE.with(List.of(new Catalogue.Entry("get_404", SOURCE, 1, true))))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("fault 'get_404' has the name of a tag");
    }

    private static Plan plan(Map<String, String> given) {
        return Plan.draw(42, CATALOGUE, Parameters.from(new HashMap<>(given)));
    }
}
