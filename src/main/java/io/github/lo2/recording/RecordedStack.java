package io.github.lo2.recording;

import io.github.lo2.dataset.ScenarioState;
import io.github.lo2.plan.ParameterException;
import io.github.lo2.plan.Parameters;
import io.github.lo2.plan.StackKind;
import io.github.lo2.suite.StackChoice;
import java.util.Collection;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The kind of stack that the sealed scenarios of a run were recorded on: the rest of the run takes the same.
 *
 * @param tags a tag recorded on each kind, by the kind
 */
record RecordedStack(SortedMap<String, String> tags) {

    static RecordedStack of(Collection<ScenarioState> states) {
        var tags = new TreeMap<String, String>();
        for (ScenarioState state : states) {
            if (state instanceof ScenarioState.Sealed sealed) {
                tags.putIfAbsent(sealed.facts().stack(), sealed.facts().tag());
            }
        }
        return new RecordedStack(tags);
    }

    /** Choose the stack: the one of before, where the parameters leave it open. */
    StackChoice choice(Parameters parameters) {
        StackKind kind = parameters.stack() == StackKind.AUTO && tags.size() == 1
                ? StackKind.valueOf(tags.firstKey().toUpperCase(Locale.ROOT))
                : parameters.stack();
        return StackChoice.of(parameters, kind);
    }

    /**
     * Refuse a stack of another kind.
     *
     * @param kind the kind of the stack that is there now
     */
    void require(String kind) {
        tags.forEach((recorded, tag) -> {
            if (!recorded.equals(kind)) {
                throw new ParameterException(
                        "the plan does not fit: scenario '%s' was recorded on the %s stack, and this is the %s one; resume where that stack can be started, or begin a new run; nothing was recorded"
                                .formatted(tag, recorded, kind));
            }
        });
    }
}
