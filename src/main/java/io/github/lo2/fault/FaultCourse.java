package io.github.lo2.fault;

import io.github.lo2.signal.FaultTrace;
import io.github.lo2.table.Exposure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A fault while one scenario is recorded: it is brought about, taken back, and the requests that it hits are collected. It may be
 * asked from several threads; what has been taken back is not brought about again.
 */
public final class FaultCourse {
    /**
     * For how long a fault that hits single requests is there before its phase and after it: which requests it hits is decided
     * with their trace ids, and none is missed that is sent in the first moment or under way in the last.
     */
    public static final Duration MARGIN = Duration.ofSeconds(2);

    private final FaultDeclaration fault;
    private final Optional<String> serviceName;
    private final double dose;
    private final boolean impactRequired;
    private final Injection injection;
    private final FaultRules rules;
    private final List<FaultTrace> hits = new ArrayList<>();
    private boolean injected;
    private boolean over;

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
        if (!fault.isHitting()) {
            return;
        }
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

    /** List the requests that it hit, in the order in which it did. */
    public synchronized List<FaultTrace> hits() {
        return List.copyOf(hits);
    }

    /**
     * Say what requests were exposed to; empty when it hits single requests, or never was there.
     *
     * @param endNanos the end of the scenario, ns since the epoch (UTC): until then it was there if it is not gone
     */
    public synchronized Optional<Exposure> exposure(long endNanos) {
        ToolWord on = injection.injected();
        ToolWord off = injection.recovered();
        return fault.isHitting() || on.told() == 0
                ? Optional.empty()
                : Optional.of(new Exposure(
                        serviceName, fault.isAtDatabase(), on.told(), off.confirmed() ? off.time() : endNanos));
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
                injection.repaired().orElse(null));
    }
}
