package io.github.lo2.plan;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * One tag under load, or two at once.
 *
 * <pre>{@code
 * run.plan().scenarios().stream().map(Scenario::tag).toList();
 * }</pre>
 *
 * @param ordinal its place in the order drawn, from 1; kept when only some scenarios of the order are recorded
 * @param tag its label, which is its name: the tag, or the two joined by {@link #AND}
 * @param phases the parts of its time under load, in their order
 * @param dose the share of what may be faulty that is; empty: what the load itself, or the fault, has for it
 * @param pause how long to wait after its load before the next one's
 */
public record Scenario(int ordinal, String tag, List<Phase> phases, OptionalDouble dose, Duration pause) {
    /** The tag of normal traffic, which every scenario has beside its own. */
    public static final String CORRECT = "correct";

    /** What stands between the tags of a scenario that has two: what names of files may have. */
    public static final String AND = ".and.";

    public Scenario {
        phases = List.copyOf(phases);
    }

    /** Make one of a single phase, as in the reference: all of it is fault, or baseline where the tag is {@code correct}. */
    public Scenario(int ordinal, String tag, Duration duration, Duration pause) {
        this(ordinal, tag, List.of(whole(tag, duration)), OptionalDouble.empty(), pause);
    }

    /** List its tags. */
    public List<String> tags() {
        return tagsOf(tag);
    }

    /** List the tags that a scenario's name is made of. */
    public static List<String> tagsOf(String name) {
        return List.of(name.split(Pattern.quote(AND), -1));
    }

    /** Add up how long it is under load. */
    public Duration duration() {
        return phases.stream().map(Phase::duration).reduce(Duration.ZERO, Duration::plus);
    }

    /** Make the only phase of a scenario. */
    static Phase whole(String tag, Duration duration) {
        return new Phase(tag.equals(CORRECT) ? Phase.Kind.BASELINE : Phase.Kind.FAULT, duration);
    }
}
