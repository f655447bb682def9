package io.github.lo2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.plan.Parameters;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.commons.io.output.NullOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What is to be recorded of a campaign's task")
class CampaignRecordingTest {
    private static final int TASKS = 8;

    @TempDir
    Path folder;

    @Test
    @DisplayName("is found by tasks that begin at once, and the campaign is kept beside their runs")
    void isFoundByTasksAtOnce() throws Exception {
        Path file = Files.writeString(folder.resolve("campaign.yaml"), """
                name: doses
                seed: 42
                runs: 8
                parameters: {scenarios: correct}
                """);
        Path results = folder.resolve("results");
        var terminal = new PrintStream(NullOutputStream.INSTANCE, true, StandardCharsets.UTF_8);
        var together = new CyclicBarrier(TASKS);
        ExecutorService threads = Executors.newFixedThreadPool(TASKS);
        try {
            var rests = new ArrayList<Future<CampaignRecording.Rest>>();
            for (int task = 0; task < TASKS; task++) {
                var recording = new CampaignRecording(file, task, terminal);
                rests.add(threads.submit(() -> {
                    together.await();
                    return recording.rest(Map.of(Parameters.RESULTS.name(), results.toString()));
                }));
            }
            for (Future<CampaignRecording.Rest> rest : rests) {
                assertThat(rest.get().parameters()).isPresent();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(results.resolve("doses")).isDirectoryContaining("glob:**/campaign.yaml");
        assertThat(results.resolve("doses/campaign.yaml")).hasSameTextualContentAs(file);
        assertThat(results.resolve("doses")).isDirectoryNotContaining("glob:**/.*.part");
    }
}
