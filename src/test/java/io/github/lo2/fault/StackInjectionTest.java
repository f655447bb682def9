package io.github.lo2.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lo2.stack.Impairment;
import io.github.lo2.stack.ServiceControl;
import io.github.lo2.stack.StackException;
import io.github.lo2.time.EpochClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A fault that is done to the stack and undone")
class StackInjectionTest {
    private static final EpochClock CLOCK = EpochClock.system();

    private final Control control = new Control();

    @Test
    @DisplayName("is there from before it is done until after it is undone, once each, by the tool's own word")
    void isThere() {
        StackInjection pause = injection(FaultKind.POD_FAILURE, Map.of());
        long before = CLOCK.nanos();

        pause.inject();
        pause.inject();
        long between = CLOCK.nanos();
        assertThat(pause.recovered().confirmed()).as("gone too early").isFalse();
        pause.recover();
        pause.recover();

        assertThat(control.done).containsExactly("pause shop", "resume shop", "answers shop");
        assertThat(pause.injected().told()).isBetween(before, pause.injected().time());
        assertThat(pause.injected().time()).isLessThanOrEqualTo(between);
        assertThat(pause.injected())
                .extracting(ToolWord::confirmed, ToolWord::says)
                .containsExactly(true, "pause shop");
        assertThat(pause.recovered().told())
                .isBetween(between, pause.recovered().time());
        assertThat(pause.recovered().time()).isLessThanOrEqualTo(CLOCK.nanos());
        assertThat(pause.recovered())
                .extracting(ToolWord::confirmed, ToolWord::says)
                .containsExactly(true, "resume shop");
        assertThat(pause.repaired()).isEmpty();
    }

    @Test
    @DisplayName("that was never done is not undone")
    void isNotUndone() {
        StackInjection kill = injection(FaultKind.CONTAINER_KILL, Map.of());

        kill.recover();

        assertThat(control.done).isEmpty();
        assertThat(kill.injected().confirmed()).isFalse();
        assertThat(kill.recovered().confirmed()).isTrue();
    }

    @Test
    @DisplayName("is not confirmed when it cannot be done; what was done half is undone")
    void isUndoneWhenHalfDone() {
        control.failing = "kill shop";
        StackInjection kill = injection(FaultKind.CONTAINER_KILL, Map.of());

        assertThatThrownBy(kill::inject).isInstanceOf(FaultException.class).hasMessage("kill shop fails");
        kill.recover();

        assertThat(kill.injected().confirmed()).isFalse();
        assertThat(kill.recovered().confirmed()).isTrue();
        assertThat(control.done).contains("start shop");
    }

    @Test
    @DisplayName("is made whole when the target does not answer afterwards, or cannot be freed, and says so")
    void isMadeWhole() {
        control.answers = false;
        StackInjection pause = injection(FaultKind.POD_FAILURE, Map.of());
        pause.inject();
        pause.recover();

        assertThat(control.done).endsWith("kill shop", "start shop");
        assertThat(pause.repaired()).hasValue("shop did not answer; it was started anew: start shop");

        control.answers = true;
        control.failing = "resume shop";
        StackInjection again = injection(FaultKind.POD_FAILURE, Map.of());
        again.inject();
        again.recover();

        assertThat(again.repaired()).hasValue("resume shop fails; it was started anew: start shop");
        assertThat(again.recovered().confirmed()).isTrue();
    }

    @Test
    @DisplayName("that limits the processor is proved by the waits that the system counts")
    void isProvedByWaits() {
        StackInjection idle = injection(FaultKind.CPU_STRESS, Map.of(FaultMember.CORES, "0.25"));
        idle.inject();
        idle.recover();

        assertThat(idle.injected().confirmed()).isFalse();
        assertThat(idle.injected().says()).endsWith("it never had to wait for its limit (nr_throttled is 0)");

        control.throttled = 7;
        StackInjection busy = injection(FaultKind.CPU_STRESS, Map.of(FaultMember.CORES, "0.25"));
        busy.inject();
        busy.recover();

        assertThat(busy.injected())
                .extracting(ToolWord::confirmed, ToolWord::says)
                .containsExactly(true, "limit shop to 0.25");
        assertThat(busy.recovered().says()).isEqualTo("free shop; it had to wait 7 times (nr_throttled)");
        assertThat(control.done)
                .as("an engine that is asked twice lets the limit stay for a second")
                .containsSubsequence("limit shop to 0.25", "ask what waited", "free shop")
                .filteredOn("ask what waited"::equals)
                .hasSize(2);
    }

    @Test
    @DisplayName("impairs a service's network to the database by what was declared, and lets it be")
    void impairsTheNetwork() {
        var declared = Map.of(
                FaultKind.NETWORK_DELAY, Map.of(FaultMember.MILLISECONDS, "250"),
                FaultKind.NETWORK_BANDWIDTH, Map.of(FaultMember.KILOBYTES, "2"),
                FaultKind.NETWORK_PARTITION, Map.<FaultMember, String>of());
        var expected = Map.of(
                FaultKind.NETWORK_DELAY, new Impairment.Delay(Duration.ofMillis(250)),
                FaultKind.NETWORK_BANDWIDTH, new Impairment.Bandwidth(2),
                FaultKind.NETWORK_PARTITION, new Impairment.Partition());
        declared.forEach((kind, parameters) -> {
            StackInjection network = injection(kind, parameters);

            network.inject();
            network.recover();

            assertThat(network.injected().says()).isEqualTo("impair shop by " + expected.get(kind));
            assertThat(network.recovered().says()).isEqualTo("free the network of shop");
        });
        assertThat(RunFaults.impairable(List.of(fault(FaultKind.NETWORK_PARTITION, Map.of()))))
                .containsExactly("shop");
        assertThat(RunFaults.impairable(List.of(fault(FaultKind.POD_FAILURE, Map.of()))))
                .isEmpty();
    }

    private StackInjection injection(FaultKind kind, Map<FaultMember, String> parameters) {
        return new StackInjection(
                ServiceDeeds.of(fault(kind, parameters), control),
                Optional.of(new StackInjection.Target(control, "shop")),
                CLOCK);
    }

    private static FaultDeclaration fault(FaultKind kind, Map<FaultMember, String> parameters) {
        return new FaultDeclaration("tag", kind, FaultLevel.SERVICE, "shop", 1, List.of(), parameters, 1);
    }

    /** Notes what it is told to do, and says it back. */
    private static final class Control implements ServiceControl {
        final List<String> done = new ArrayList<>();
        String failing = "";
        boolean answers = true;
        long throttled;

        @Override
        public Optional<String> obstacle(Deed deed) {
            return Optional.empty();
        }

        @Override
        public String pause(String service) {
            return does("pause " + service);
        }

        @Override
        public String resume(String service) {
            return does("resume " + service);
        }

        @Override
        public String kill(String service) {
            return does("kill " + service);
        }

        @Override
        public String start(String service) {
            return does("start " + service);
        }

        @Override
        public String limitProcessor(String service, double cores) {
            return does("limit %s to %s".formatted(service, cores));
        }

        @Override
        public String freeProcessor(String service) {
            return does("free " + service);
        }

        @Override
        public long throttled(String service) {
            done.add("ask what waited");
            return throttled;
        }

        @Override
        public String impairNetwork(String service, Impairment impairment) {
            return does("impair %s by %s".formatted(service, impairment));
        }

        @Override
        public String freeNetwork(String service) {
            return does("free the network of " + service);
        }

        @Override
        public boolean answers(String service) {
            does("answers " + service);
            return answers;
        }

        private String does(String what) {
            done.add(what);
            if (what.equals(failing)) {
                throw new StackException(what + " fails");
            }
            return what;
        }
    }
}
