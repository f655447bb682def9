package io.github.lo2.fault;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes rules in Byteman's language: one or two for each fault of a target. */
final class RuleScript {
    private RuleScript() {}

    /**
     * Write the rules of a target.
     *
     * @param faults all faults that are declared; their places are their slots
     * @param target the name of a service
     */
    static String of(List<FaultDeclaration> faults, String target) {
        return IntStream.range(0, faults.size())
                .filter(slot -> faults.get(slot).target().equals(target)
                        && faults.get(slot).isHitting())
                .mapToObj(slot -> rules(slot, faults.get(slot)))
                .collect(Collectors.joining("\n"));
    }

    private static String rules(int slot, FaultDeclaration fault) {
        String rule = rule(fault, "", "AT ENTRY", "hits(%s)".formatted(slot), action(slot, fault));
        return fault.parameters().containsKey(FaultMember.EXCEPTION)
                // What is thrown by a rule has Byteman's frames in its stack trace.
                ? rule + "\n" + rule(fault, " leaves", "AT EXCEPTION EXIT", "true", "plain($^)")
                : rule;
    }

    private static String rule(FaultDeclaration fault, String suffix, String where, String condition, String action) {
        String[] place = fault.parameter(FaultMember.AT).split("#", 2);
        return """
            RULE %s%s
            CLASS %s
            METHOD %s
            HELPER %s
            %s
            IF %s
            DO %s
            ENDRULE
            """.formatted(
                        fault.tag(), suffix, place[0], place[1], FaultPoint.class.getName(), where, condition, action);
    }

    private static String action(int slot, FaultDeclaration fault) {
        return switch (fault.kind()) {
            case JVM_LATENCY, JVM_MYSQL_LATENCY, HTTP_RESPONSE_DELAY -> "pause(%s)".formatted(slot);
            case JVM_EXCEPTION, JVM_MYSQL_EXCEPTION ->
                "throw new %s(\"%s\")"
                        .formatted(fault.parameter(FaultMember.EXCEPTION), fault.parameter(FaultMember.MESSAGE));
            case JVM_RETURN -> "return " + fault.parameter(FaultMember.VALUE);
            case HTTP_REQUEST_ABORT -> fault.parameter(FaultMember.ACTION);
            case HTTP_RESPONSE_REPLACE_CODE ->
                fault.parameter(FaultMember.ACTION).replace("status", "number(%s)".formatted(slot));
            case JVM_GARBAGE_COLLECTOR -> "collect(%s)".formatted(slot);
            case JVM_MEMORY_STRESS -> "hold(%s)".formatted(slot);
            case JVM_CPU_STRESS -> "burn(%s)".formatted(slot);
            case POD_FAILURE,
                    CONTAINER_KILL,
                    CPU_STRESS,
                    NETWORK_DELAY,
                    NETWORK_BANDWIDTH,
                    NETWORK_PARTITION,
                    TRANSACTION_TIMEOUT,
                    CONNECTION_POOL_EXHAUSTION -> throw new IllegalArgumentException(fault.kind() + " is no rule");
        };
    }
}
