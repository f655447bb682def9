package io.github.lo2.fault;

import io.github.lo2.stack.ServiceControl;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A fault that a system declares.
 *
 * @param tag what it is called; the tag of its scenario
 * @param kind what kind it is
 * @param level on which level of the system it is
 * @param target what it is done to: a service or the database, by its name in the stack
 * @param dose the share of the eligible requests that it hits, unless a run says another; 1 where its truth is only who was exposed
 * @param requests which requests of the target may be hit, as {@code METHOD route}; empty: all
 * @param parameters how it is done, by member
 * @param line where its declaration begins in its file, from 1
 */
public record FaultDeclaration(
        String tag,
        FaultKind kind,
        FaultLevel level,
        String target,
        double dose,
        List<String> requests,
        Map<FaultMember, String> parameters,
        int line) {
    public FaultDeclaration {
        requests = List.copyOf(requests);
        parameters = Map.copyOf(parameters);
    }

    /** Tell whether it hits single requests, those that were chosen. */
    public boolean isHitting() {
        return kind.means() == FaultKind.Means.RULE;
    }

    /** Say what the stack must be able to do to a service for it; empty: nothing of the kind. */
    public Optional<ServiceControl.Deed> deed() {
        return kind.means() == FaultKind.Means.SERVICE ? Optional.of(ServiceDeeds.needed(kind)) : Optional.empty();
    }

    /** Tell whether it needs something between its target and the database, from the target's start on. */
    boolean isOfNetwork() {
        return deed().equals(Optional.of(ServiceControl.Deed.IMPAIR_NETWORK));
    }

    /** Tell whether only requests that ask the database meet it. */
    boolean isAtDatabase() {
        return kind.means() == FaultKind.Means.DATABASE || isOfNetwork();
    }

    String parameter(FaultMember member) {
        return Objects.requireNonNull(parameters.get(member), () -> tag + " has no " + member.word());
    }

    /** Give the number that a rule may ask for; 0 where there is none. */
    long number() {
        return parameters.entrySet().stream()
                .filter(parameter -> parameter.getKey().isNumber())
                .mapToLong(parameter -> Long.parseLong(parameter.getValue()))
                .findFirst()
                .orElse(0);
    }
}
