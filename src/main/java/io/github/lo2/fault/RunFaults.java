package io.github.lo2.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.lo2.json.Json;
import io.github.lo2.plan.Scenario;
import io.github.lo2.stack.Database;
import io.github.lo2.stack.Service;
import io.github.lo2.stack.ServiceControl;
import io.github.lo2.stack.Stack;
import io.github.lo2.time.EpochClock;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The faults of a run: which of its scenarios has which, and how that is brought about in its stack. */
public final class RunFaults {
    private final long seed;
    private final List<FaultDeclaration> faults;
    private final boolean impactRequired;
    private final FaultRules rules;
    private final Stack stack;
    private final EpochClock clock;

    /**
     * @param seed that of the run's plan
     * @param faults those of the plan
     * @param impactRequired whether the load must notice each
     * @throws FaultException when the stack does not have the target of one
     */
    public RunFaults(
            long seed,
            List<FaultDeclaration> faults,
            boolean impactRequired,
            FaultRules rules,
            Stack stack,
            EpochClock clock) {
        this.seed = seed;
        this.faults = List.copyOf(faults);
        this.impactRequired = impactRequired;
        this.rules = rules;
        this.stack = stack;
        this.clock = clock;
        this.faults.forEach(this::requireTarget);
    }

    /** Name the services, in the stack, whose network to the database is impaired by some of these faults. */
    public static Set<String> impairable(List<FaultDeclaration> faults) {
        return faults.stream()
                .filter(FaultDeclaration::isOfNetwork)
                .map(FaultDeclaration::target)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Refuse a fault whose target the stack does not have: nothing of it would come about. */
    private void requireTarget(FaultDeclaration fault) {
        List<String> targets = fault.kind().means() == FaultKind.Means.DATABASE
                ? stack.database().map(Database::name).stream().toList()
                : stack.services().stream().map(Service::name).toList();
        if (!targets.contains(fault.target())) {
            throw new FaultException("fault '%s': target is '%s'; expected one of %s; nothing was recorded"
                    .formatted(fault.tag(), fault.target(), targets));
        }
    }

    /** What Locust must know to choose the requests that are hit: {@code locust/lo2/hits.py} reads it. */
    private record Hits(String serviceName, List<String> requests, double dose, String salt) {}

    /** Say what the load of a scenario must know of its fault, as variables of its environment. */
    public Map<String, String> variables(Scenario scenario) {
        return fault(scenario)
                .filter(FaultDeclaration::isHitting)
                .map(fault -> Map.of(
                        "LO2_HITS",
                        json(new Hits(
                                serviceName(fault)
                                        .orElseThrow(() -> new FaultException(
                                                "fault '%s': target is '%s'; expected a service of the stack"
                                                        .formatted(fault.tag(), fault.target()))),
                                fault.requests(),
                                dose(scenario, fault),
                                HexFormat.of().toHexDigits(salt(scenario))))))
                .orElse(Map.of());
    }

    /** Begin the course of a scenario's fault, which brings nothing about yet; empty when it has none. */
    public Optional<FaultCourse> course(Scenario scenario) {
        return fault(scenario)
                .map(fault -> new FaultCourse(
                        fault,
                        serviceName(fault),
                        fault.isHitting() ? dose(scenario, fault) : 1,
                        impactRequired,
                        injection(scenario, fault),
                        rules));
    }

    private Injection injection(Scenario scenario, FaultDeclaration fault) {
        return switch (fault.kind().means()) {
            case RULE ->
                new RuleInjection(rules.switches(fault), rules.slot(fault), salt(scenario), fault.number(), clock);
            case SERVICE ->
                new StackInjection(
                        ServiceDeeds.of(fault, control()),
                        Optional.of(new StackInjection.Target(control(), fault.target())),
                        clock);
            case DATABASE -> new StackInjection(DatabaseDeeds.of(fault, this::database), Optional.empty(), clock);
        };
    }

    private Database database() {
        return stack.database()
                .orElseThrow(() ->
                        new FaultException("the stack has no database; expected one for a fault of level database"));
    }

    private ServiceControl control() {
        return stack.control()
                .orElseThrow(() -> new FaultException(
                        "lo2.stack=%s does nothing to single services; take another stack, or other scenarios"
                                .formatted(stack.kind())));
    }

    private Optional<FaultDeclaration> fault(Scenario scenario) {
        return faults.stream()
                .filter(fault -> scenario.tags().contains(fault.tag()))
                .findFirst();
    }

    private Optional<String> serviceName(FaultDeclaration fault) {
        return stack.services().stream()
                .filter(service -> service.name().equals(fault.target()))
                .map(Service::serviceName)
                .findFirst();
    }

    private static double dose(Scenario scenario, FaultDeclaration fault) {
        return scenario.dose().orElse(fault.dose());
    }

    /** Draw what makes the choice of a scenario's requests its own. */
    private long salt(Scenario scenario) {
        UUID hash = UUID.nameUUIDFromBytes(
                "%s hits of %s".formatted(seed, scenario.tag()).getBytes(StandardCharsets.UTF_8));
        return hash.getMostSignificantBits() ^ hash.getLeastSignificantBits();
    }

    private static String json(Hits hits) {
        try {
            return Json.MAPPER
                    .writer()
                    .without(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(hits);
        } catch (JsonProcessingException e) {
            throw new FaultException("what Locust must know of a fault cannot be written: " + e.getMessage(), e);
        }
    }
}
