package io.github.lo2.fault;

import io.github.lo2.signal.FaultTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A fault while one scenario is recorded: it is brought about, taken back, and the requests that it hits are collected. It may be
 * asked from several threads; what has been taken back is not brought about again.
 */
public final class FaultCourse {
    private final FaultDeclaration fault;
    private final Optional<String> serviceName;
    private final double dose;
    private final boolean impactRequired;
    private final Injection injection;
    private final FaultRules rules;
    private final List<FaultTrace> hits = new ArrayList<>();
    private boolean injected;
    private boolean over;
    private Optional<String> repaired = Optional.empty();

    FaultCourse(
            FaultDeclaration fault,
            Optional<String> serviceName,
            double dose,
            boolean impactRequired,
            Injection injection,
            FaultRules rules) {
        this.fault = fault;
        this.serviceName = serviceName;
        this.dose = dose;
        this.impactRequired = impactRequired;
        this.injection = injection;
        this.rules = rules;
        rules.takeHits(); // of a warm-up, or of a scenario before: none of this one's
    }

    /** Tell whether it hits single requests, those that were chosen: then it may be there before and after its phase. */
    public boolean isHitting() {
        return fault.isHitting();
    }

    /**
     * Bring it about, unless it is there or over.
     *
     * @throws FaultException when that is not possible
     */
    public synchronized void inject() {
        if (!injected && !over) {
            injected = true;
            injection.inject();
        }
    }

    /** Collect the requests that it has hit so far. */
    public synchronized void collect() {
        int slot = rules.slot(fault);
        rules.takeHits().stream()
                .filter(hit -> hit.slot() == slot)
                .map(hit -> new FaultTrace(hit.nanos(), hit.traceId(), true, false))
                .forEach(hits::add);
    }

    /**
     * Take it back, unless it has been; it is over then.
     *
     * @throws FaultException when that is not possible
     */
    public synchronized void recover() {
        if (!over) {
            collect();
            over = true;
            injection.recover();
        }
        collect();
    }

    /** Note what had to be made whole after it. */
    public synchronized void repaired(String what) {
        repaired = Optional.of(what);
    }

    /** List the requests that it hit, in the order in which it did. */
    public synchronized List<FaultTrace> hits() {
        return List.copyOf(hits);
    }

    /** Write down what is known of it. */
    public synchronized FaultFacts facts() {
        return new FaultFacts(
                fault.kind().word(),
                fault.level().word(),
                fault.target(),
                serviceName.orElse(null),
                fault.isHitting(),
                dose,
                impactRequired,
                injection.injected(),
                injection.recovered(),
                repaired.orElse(null));
    }
}
