package io.github.lo2.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.junit.KilledRun.Moment;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a recording at random moments: a start of the stack for each, so not in "mvn test". */
@Tag("robustness")
@DisplayName("A run that is killed")
class KilledRunRobustness {
    private static final int KILLS = Integer.getInteger("kills", 20);
    private static final int SCENARIOS = 8;
    private static final long SEED = Long.getLong("kills.seed", new SecureRandom().nextInt(1_000_000_000));

    @TempDir
    Path folder;

    @Test
    @DisplayName(
            "at random moments of its whole life loses no sealed scenario, repeats none, and is complete in the end")
    void losesNothingThatIsSealed() throws Exception {
        System.out.printf("%d kills; the same moments again with -Dkills.seed=%d%n", KILLS, SEED);
        var random = new Random(SEED);
        var run = new KilledRun(folder, SCENARIOS, Duration.ofSeconds(2));
        List<Moment> moments = moments(random);
        int kills = 0;
        int completions = 0;
        while (!moments.isEmpty()) {
            Moment moment = moments.stream().filter(run::allows).findFirst().orElse(moments.get(0));
            int loads = 1 + random.nextInt(Math.max(1, Math.min(3, run.open())));
            var delay = Duration.ofMillis(random.nextInt(moment.longest()));
            int open = run.open();
            boolean killed = run.kill(moment, loads, delay);
            System.out.printf(
                    "%s: %d ms after %s (load %d); %d scenarios open before, %d after%n",
                    killed ? "kill " + ++kills : "complete before the kill",
                    delay.toMillis(),
                    moment,
                    loads,
                    open,
                    run.open());
            if (killed) {
                moments.remove(moment);
            } else {
                assertThat(++completions)
                        .as("runs that were complete before their kill")
                        .isLessThan(KILLS);
            }
        }
        run.complete();
        assertThat(kills).isEqualTo(KILLS);
    }

    /** Take each kind of moment about equally often, in random order. */
    private static List<Moment> moments(Random random) {
        var moments = new ArrayList<Moment>();
        while (moments.size() < KILLS) {
            var round = new ArrayList<>(List.of(Moment.values()));
            Collections.shuffle(round, random);
            moments.addAll(round.subList(0, Math.min(round.size(), KILLS - moments.size())));
        }
        return moments;
    }
}
