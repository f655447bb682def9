package io.github.lo2.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** How the time of a scenario is split into phases. */
public sealed interface PhaseSplit {
    /** That of a scenario with a fault of the stack, unless a run says another. */
    PhaseSplit OF_FAULTS = new Shares(40, 40, 20);

    /**
     * Read {@code 40/40/20}, per cent of a duration, or {@code 10..20/10/5}, seconds of which one at least is an interval.
     *
     * @throws IllegalArgumentException when the text has another form, the shares do not add up to 100, or there is no
     *     fault
     */
    static PhaseSplit parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length == 3 && text.contains("..")) {
            Interval fault = Interval.parse(parts[1], new Interval(1, Interval.LONGEST));
            var others = new Interval(0, Interval.LONGEST);
            return new Seconds(Interval.parse(parts[0], others), fault, Interval.parse(parts[2], others));
        }
        if (parts.length == 3 && Shares.FORM.matcher(text).matches()) {
            var shares = new Shares(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
            if (shares.fault > 0 && shares.baseline + shares.fault + shares.recovery == 100) {
                return shares;
            }
        }
        throw new IllegalArgumentException(
                "baseline/fault/recovery in per cent that add up to 100, such as 40/40/20, or in seconds with an interval among them, such as 10..20/10/5; the fault is above 0");
    }

    /**
     * Draw the phases of a scenario; those of no length are left out.
     *
     * @param duration how long the scenario is, unless the split says so itself
     */
    List<Phase> draw(Duration duration, RandomGenerator random);

    /**
     * Per cent of a scenario's duration, each cut to whole ms.
     */
    record Shares(int baseline, int fault, int recovery) implements PhaseSplit {
        private static final Pattern FORM = Pattern.compile("\\d{1,3}/\\d{1,3}/\\d{1,3}");

        @Override
        public List<Phase> draw(Duration duration, RandomGenerator random) {
            Duration first = Duration.ofMillis(duration.toMillis() * baseline / 100);
            Duration last = Duration.ofMillis(duration.toMillis() * recovery / 100);
            return phases(first, duration.minus(first).minus(last), last);
        }
    }

    /** Seconds, each drawn; they add up to the scenario's duration. */
    record Seconds(Interval baseline, Interval fault, Interval recovery) implements PhaseSplit {
        @Override
        public List<Phase> draw(Duration duration, RandomGenerator random) {
            return phases(baseline.draw(random), fault.draw(random), recovery.draw(random));
        }
    }

    private static List<Phase> phases(Duration baseline, Duration fault, Duration recovery) {
        var phases = new ArrayList<Phase>();
        phases.add(new Phase(Phase.Kind.BASELINE, baseline));
        phases.add(new Phase(Phase.Kind.FAULT, fault));
        phases.add(new Phase(Phase.Kind.RECOVERY, recovery));
        phases.removeIf(phase -> phase.duration().isZero());
        return phases;
    }
}
