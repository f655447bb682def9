package io.github.lo2.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.failure.SuiteException;
import io.github.lo2.plan.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A campaign")
class CampaignTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("combines each value of a list with each of the others, in tasks that follow one another")
    void combinesAll() throws IOException {
        Campaign campaign = campaign("""
            name: users
            seed: 42
            runs: 7
            parameters: {duration: 30}
            vary:
              users: [14, 28]
              isolation: [none, database, stack]
            """);

        assertThat(campaign.tasks())
                .extracting(task -> task.parameters().get("lo2.users") + " "
                        + task.parameters().get("lo2.isolation"))
                .containsExactly("14 none", "28 none", "14 database", "28 database", "14 stack", "28 stack", "14 none");
        assertThat(campaign.task(6).parameters())
                .containsEntry("lo2.duration", "30")
                .containsEntry("lo2.system", "light-oauth2")
                .containsEntry("lo2.formats", "parquet")
                .containsEntry("lo2.campaign", "users")
                .containsEntry("lo2.task", "6");
        assertThat(campaign.tasks())
                .extracting(task -> task.parameters().get("lo2.seed"))
                .doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("draws a task of its seed and number alone, whatever else varies")
    void drawsATask() throws IOException {
        String text = """
            name: mixed
            seed: 7
            runs: 200
            combine: drawn
            vary:
              users: {from: 7, to: 28}
              dose: {from: 0.05, to: 0.5}
            """;
        Campaign campaign = campaign(text);

        assertThat(campaign(text).task(3)).isEqualTo(campaign.task(3));
        assertThat(campaign(text + "  isolation: [none, stack]\n").task(3).parameters())
                .containsAllEntriesOf(campaign.task(3).parameters());
        assertThat(campaign(text.replace("seed: 7", "seed: 8")).task(3)).isNotEqualTo(campaign.task(3));
        assertThat(campaign.tasks()).allSatisfy(task -> {
            Parameters parameters = Parameters.from(task.parameters());
            assertThat(parameters.users()).isBetween(7, 28);
            assertThat(Double.parseDouble(task.parameters().get("lo2.dose"))).isBetween(0.05, 0.5);
        });
        assertThat(campaign.tasks())
                .extracting(task -> task.parameters().get("lo2.users"))
                .contains("7", "28");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        seed: 1, runs: 2 | has no name; expected name, seed and runs
        name: a/b, seed: 1, runs: 2 | name is 'a/b'; expected letters, digits, '.', '_' and '-', as of a folder
        name: a, seed: 1, runs: 0 | runs is 0; expected 1 to 100000
        name: a, seed: 1, runs: 2, combine: some | combine is 'some'; expected all or drawn
        name: a, seed: 1, runs: 2, vary: {users: 7} | '7' under vary; expected a list such as [7, 14]
        name: a, seed: 1, runs: 2, vary: {users: {from: 9, to: 7}} | under vary; expected a list
        name: a, seed: 1, runs: 2, vary: {user: [7]} | lo2.user is not a parameter
        name: a, seed: 1, runs: 2, vary: {users: [7, many]} | lo2.users=many is not allowed
        name: a, seed: 1, runs: 2, parameters: {seed: 7} | seed is said by the campaign, by a task or on its command line
        name: a, seed: 1, runs: 2, run: 7 | Unrecognized field
        """)
    @DisplayName("is refused before any machine begins, with what is wrong in it")
    void isRefused(String members, String why) {
        assertThatThrownBy(() -> campaign("{" + members + "}"))
                .isInstanceOf(SuiteException.class)
                .hasMessageContaining(why);
    }

    @Test
    @DisplayName("has no tasks but those it counts")
    void hasNoOtherTasks() throws IOException {
        Campaign campaign = campaign("{name: a, seed: 1, runs: 2}");

        assertThatThrownBy(() -> campaign.task(2))
                .hasMessage("there is no task 2 in the campaign a; expected one of 0 to 1");
    }

    private Campaign campaign(String text) throws IOException {
        return Campaign.read(Files.writeString(folder.resolve(Campaign.FILE_NAME), text));
    }
}
