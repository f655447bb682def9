package io.github.lo2.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.process.ChildCommand;
import io.github.lo2.process.ChildKind;
import io.github.lo2.process.ChildProcesses;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Whether a request is to be hit")
class ChoiceTest {
    /** The last 16 digits of a trace id, a salt, and whether the two say that it is. */
    private static final Path VALUES = Path.of("src/test/resources/faults/choice.csv");

    @Test
    @DisplayName("is read alike from a trace id in a service and in the load")
    void isReadAlike() throws IOException {
        List<String> rows = Files.readAllLines(VALUES).stream()
                .filter(row -> !row.startsWith("#"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(20).allSatisfy(row -> {
            String[] cells = row.split(",", -1);
            assertThat(Choice.isChosen(Long.parseUnsignedLong(cells[0], 16), Long.parseUnsignedLong(cells[1], 16)))
                    .isEqualTo(Boolean.parseBoolean(cells[2]));
        });
        assertThat(python("""
                from lo2.hits import is_chosen
                for row in open('%s'):
                    if not row.startswith('#'):
                        low, salt, _ = row.split(',')
                        print(f'{low},{salt},{str(is_chosen(int(low, 16), int(salt, 16))).lower()}')
                """.formatted(VALUES.toAbsolutePath()))).isEqualTo(rows);
    }

    @Test
    @DisplayName("is false of all trace ids that were not made for it")
    void isFalseOfOthers() {
        var random = new Random(7);
        List<Long> ids = random.longs(10_000).boxed().toList();
        long salt = random.nextLong();

        assertThat(ids).noneMatch(id -> Choice.isChosen(id, salt));
    }

    @Test
    @DisplayName("is decided by the dose among the eligible requests, and stands in each trace id")
    void isDecidedByTheDose() {
        List<String> counted = python("""
                from random import Random
                from lo2.hits import Hits, is_chosen
                hits = Hits('{"service_name": "shop", "requests": ["GET /x"], "dose": 0.01, "salt": "00000000000000ff"}', Random(7))
                chosen = [hits.choose("shop", "GET", "/x") for _ in range(20000)]
                print(sum(chosen))
                print(any(hits.choose("shop", "GET", "/y") or hits.choose("other", "GET", "/x") for _ in range(20000)))
                ids = [(one, hits.trace_id(f"{Random(i).getrandbits(128):032x}", chosen=one)) for i, one in enumerate(chosen)]
                print(all(is_chosen(int(id[16:], 16), 255) == one and len(id) == 32 for one, id in ids))
                """);

        assertThat(Long.parseLong(counted.get(0))).isBetween(140L, 260L);
        assertThat(counted.subList(1, 3)).containsExactly("False", "True");
    }

    private static List<String> python(String code) {
        try (var processes = new ChildProcesses(EpochClock.system())) {
            var command = new ChildCommand(
                    ChildKind.PYTHON,
                    "python",
                    List.of("python3", "-c", code),
                    Path.of("").toAbsolutePath(),
                    Map.of("PYTHONPATH", "locust"));
            return processes.run(command, Duration.ofSeconds(20));
        }
    }
}
