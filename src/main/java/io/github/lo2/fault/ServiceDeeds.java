package io.github.lo2.fault;

import io.github.lo2.stack.Impairment;
import io.github.lo2.stack.ServiceControl;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Makes what is done to a service as a whole, or to its network, by kind. */
final class ServiceDeeds {
    private ServiceDeeds() {}

    /** Say what the stack must be able to do for it. */
    static ServiceControl.Deed needed(FaultKind kind) {
        return switch (kind) {
            case POD_FAILURE -> ServiceControl.Deed.PAUSE;
            case CONTAINER_KILL -> ServiceControl.Deed.KILL;
            case CPU_STRESS -> ServiceControl.Deed.LIMIT_PROCESSOR;
            case NETWORK_DELAY, NETWORK_BANDWIDTH, NETWORK_PARTITION -> ServiceControl.Deed.IMPAIR_NETWORK;
            default -> throw new IllegalArgumentException(kind + " is not done to a service as a whole");
        };
    }

    static StackInjection.Deed of(FaultDeclaration fault, ServiceControl control) {
        String service = fault.target();
        return switch (needed(fault.kind())) {
            case PAUSE -> deed(() -> control.pause(service), () -> control.resume(service));
            case KILL -> deed(() -> control.kill(service), () -> control.start(service));
            case LIMIT_PROCESSOR -> new Limit(control, service, Double.parseDouble(fault.parameter(FaultMember.CORES)));
            case IMPAIR_NETWORK ->
                deed(() -> control.impairNetwork(service, impairment(fault)), () -> control.freeNetwork(service));
        };
    }

    private static Impairment impairment(FaultDeclaration fault) {
        return switch (fault.kind()) {
            case NETWORK_DELAY ->
                new Impairment.Delay(Duration.ofMillis(Long.parseLong(fault.parameter(FaultMember.MILLISECONDS))));
            case NETWORK_BANDWIDTH ->
                new Impairment.Bandwidth(Integer.parseInt(fault.parameter(FaultMember.KILOBYTES)));
            case NETWORK_PARTITION -> new Impairment.Partition();
            default -> throw new IllegalArgumentException(fault.kind() + " is not done to a network");
        };
    }

    private static StackInjection.Deed deed(Supplier<String> begin, Supplier<String> end) {
        return new StackInjection.Deed() {
            @Override
            public String begin() {
                return begin.get();
            }

            @Override
            public String end() {
                return end.get();
            }
        };
    }

    /**
     * A limit of the processor; that the service had to wait for it proves it.
     *
     * <p>How often it had to is asked once: a Docker engine that is asked again soon lets the caller wait for a second.
     */
    private static final class Limit implements StackInjection.Deed {
        private final ServiceControl control;
        private final String service;
        private final double cores;
        private OptionalLong throttled = OptionalLong.empty();

        Limit(ServiceControl control, String service, double cores) {
            this.control = control;
            this.service = service;
            this.cores = cores;
        }

        @Override
        public String begin() {
            return control.limitProcessor(service, cores);
        }

        @Override
        public Optional<String> doubt() {
            long times = control.throttled(service);
            throttled = OptionalLong.of(times);
            return times > 0 ? Optional.empty() : Optional.of("it never had to wait for its limit (nr_throttled is 0)");
        }

        @Override
        public String end() {
            String says = control.freeProcessor(service);
            return throttled.isEmpty()
                    ? says
                    : "%s; it had to wait %s times (nr_throttled)".formatted(says, throttled.getAsLong());
        }
    }
}
