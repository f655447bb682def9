package io.github.lo2.recording;

import io.github.lo2.fault.FaultCourse;
import io.github.lo2.fault.RunFaults;
import io.github.lo2.plan.Phase;
import io.github.lo2.plan.Scenario;
import io.github.lo2.time.EpochClock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Brings the fault of a scenario about when its phase begins, and takes it back when that ends.
 *
 * <p>A fault that hits single requests is there a little before its phase and a little longer ({@link FaultCourse#MARGIN}).
 */
final class FaultPhases implements PhaseListener, AutoCloseable {
    private static final long COLLECT_MILLIS = 200;

    private final RunFaults faults;
    private final EpochClock clock;
    private final Map<Integer, FaultCourse> courses = new ConcurrentHashMap<>();
    private final Map<Integer, FaultCourse> open = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "faults"));

    FaultPhases(RunFaults faults, EpochClock clock) {
        this.faults = faults;
        this.clock = clock;
        var unused =
                thread.scheduleWithFixedDelay(this::collect, COLLECT_MILLIS, COLLECT_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Show the course of a scenario's fault; empty when it has none. */
    Optional<FaultCourse> course(Scenario scenario) {
        return Optional.ofNullable(courses.get(scenario.ordinal()));
    }

    @Override
    public void before(Scenario scenario) {
        faults.course(scenario).ifPresent(course -> {
            courses.put(scenario.ordinal(), course);
            open.put(scenario.ordinal(), course);
            if (scenario.phases().get(0).kind() == Phase.Kind.FAULT) {
                course.inject();
            }
        });
    }

    @Override
    public void begun(Scenario scenario, Phase.Kind phase, long nanos) {
        course(scenario).ifPresent(course -> {
            switch (phase) {
                case BASELINE -> injectSoon(course, nanos + baseline(scenario).toNanos());
                case FAULT -> course.inject();
                case RECOVERY -> {
                    if (course.isHitting()) {
                        await(nanos + FaultCourse.MARGIN.toNanos());
                    }
                    course.recover();
                }
            }
        });
    }

    @Override
    public void ended(Scenario scenario) {
        course(scenario).ifPresent(course -> {
            open.remove(scenario.ordinal());
            course.recover();
        });
    }

    /** Take back what is still there: the run is over, or broken off. */
    @Override
    public void close() {
        thread.shutdownNow();
        open.values().forEach(FaultCourse::recover);
    }

    private void injectSoon(FaultCourse course, long faultNanos) {
        if (course.isHitting()) {
            long wait = faultNanos - FaultCourse.MARGIN.toNanos() - clock.nanos();
            var unused = thread.schedule(course::inject, Math.max(0, wait), TimeUnit.NANOSECONDS);
        }
    }

    private void collect() {
        open.values().forEach(FaultCourse::collect);
    }

    private void await(long nanos) {
        Awaitility.await("the last requests of a fault's phase")
                .atMost(FaultCourse.MARGIN.multipliedBy(2))
                .pollInterval(Duration.ofMillis(10))
                .pollInSameThread()
                .until(() -> clock.nanos() >= nanos);
    }

    private static Duration baseline(Scenario scenario) {
        return scenario.phases().stream()
                .filter(phase -> phase.kind() == Phase.Kind.BASELINE)
                .map(Phase::duration)
                .findFirst()
                .orElse(Duration.ZERO);
    }
}
