package io.github.lo2.recording;

import io.github.lo2.fault.FaultDeclaration;
import io.github.lo2.plan.Parameters;
import io.github.lo2.plan.Scenario;
import io.github.lo2.stack.ServiceControl;
import io.github.lo2.suite.StackChoice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Why faults cannot be brought about on this machine. It asks once for each thing that is done to a stack: engines take their time. */
final class Obstacles {
    private final List<FaultDeclaration> faults;
    private final BiFunction<ServiceControl.Deed, StackChoice, Optional<String>> ask;
    private final Map<Asked, Optional<String>> answers = new HashMap<>();

    /** What was asked of which stack. */
    private record Asked(ServiceControl.Deed deed, StackChoice choice) {}

    /**
     * @param faults those that the system declares
     * @param ask says, in a line, why this machine cannot do something to a stack; empty when it can
     */
    Obstacles(List<FaultDeclaration> faults, BiFunction<ServiceControl.Deed, StackChoice, Optional<String>> ask) {
        this.faults = List.copyOf(faults);
        this.ask = ask;
    }

    /** Say, in a line, why a run with such parameters cannot record a tag; empty when it can, or it is no fault's. */
    Optional<String> of(String tag, Parameters parameters) {
        return faults.stream()
                .filter(fault -> Scenario.tagsOf(tag).contains(fault.tag()))
                .findFirst()
                .flatMap(FaultDeclaration::deed)
                .flatMap(deed -> answers.computeIfAbsent(
                        new Asked(deed, StackChoice.of(parameters)), asked -> ask.apply(asked.deed(), asked.choice())));
    }
}
