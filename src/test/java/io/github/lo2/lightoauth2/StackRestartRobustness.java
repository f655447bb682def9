package io.github.lo2.lightoauth2;

import static io.github.lo2.lightoauth2.Oauth2Service.USER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lo2.junit.StackExtension;
import io.github.lo2.signal.LogLine;
import io.github.lo2.stack.EmbeddedStack;
import io.github.lo2.stack.Stack;
import io.github.lo2.time.EpochClock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Starts the stack afresh, as lo2.isolation=stack does between scenarios: a start for each test, so not in "mvn test". */
@Tag("robustness")
@ExtendWith({ContractExtension.class, StackExtension.class})
@DisplayName("A stack that is started afresh")
class StackRestartRobustness {

    @Test
    @DisplayName("is another one behind the same addresses, and its logs go on under the same names")
    void isAnotherOneBehindTheSameAddresses(LightOauth2 system, Stack stack, ServiceLogs logs) {
        SortedMap<String, Long> seedRows = stack.database().orElseThrow().rows();
        ObjectNode user = new Fixture(system).registerUser();
        String path = "/oauth2/user/" + user.path("userId").asText();
        Collection<Long> before = processIds(stack);

        EpochClock clock = EpochClock.system();
        long start = clock.nanos();
        List<LogLine> lines = logs.during(stack::restart);
        System.out.printf(
                "started afresh in %.1f s%n",
                Duration.ofNanos(clock.nanos() - start).toMillis() / 1000.0);

        assertThat(stack.trouble()).isEmpty();
        assertThat(lines).extracting(LogLine::container).containsAll(stack.containers());
        assertThat(processIds(stack)).doesNotContainAnyElementsOf(before);
        assertThat(before).allSatisfy(pid -> assertThat(ProcessHandle.of(pid)).isEmpty());
        assertThat(stack.database().orElseThrow().rows()).isEqualTo(seedRows);
        system.send(HttpCall.get(USER, path)).isError(404, "ERR12013");
        assertThat(logs.during(() -> system.send(HttpCall.get(USER, path))))
                .extracting(LogLine::container)
                .contains(stack.service("oauth2-user").container());
        system.send(HttpCall.post(USER, "/oauth2/user").withJson(user)).hasStatus(200);

        start = clock.nanos();
        stack.restoreData();
        System.out.printf(
                "seed data brought back in %.2f s%n",
                Duration.ofNanos(clock.nanos() - start).toMillis() / 1000.0);
        system.send(HttpCall.get(USER, path)).isError(404, "ERR12013");
        System.out.println(stack.clocks());
    }

    private static Collection<Long> processIds(Stack stack) {
        Assumptions.assumeTrue(stack instanceof EmbeddedStack, "containers are looked at by ComposeStackIT");
        return Map.copyOf(((EmbeddedStack) stack).processIds()).values();
    }
}
