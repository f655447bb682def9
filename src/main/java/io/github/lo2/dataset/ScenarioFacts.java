package io.github.lo2.dataset;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.lo2.fault.FaultFacts;
import io.github.lo2.plan.Phase;
import io.github.lo2.plan.StackKind;
import io.github.lo2.signal.Missing;
import io.github.lo2.time.ClockCourse;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run knows of one of its scenarios: {@code scenario.json} in its folder, and its entry in the manifest.
 *
 * <pre>{@code
 * assertThat(manifest.scenarios()).extracting(ScenarioFacts::tag).contains("correct");
 * }</pre>
 *
 * @param ordinal its place in the order drawn, from 1
 * @param tag the Locust tag
 * @param stack what kind of stack it was recorded on, {@code compose} or {@code embedded}
 * @param plannedDuration how long it was to be under load, ns
 * @param appliedDuration how long it was until no more requests were sent, ns
 * @param duration how long it was, ns
 * @param phases when each of its phases was, in their order; together they are the window
 * @param dose the share that was to be faulty of what may be; null: as the load or the fault has it
 * @param pause how long to wait after it, ns
 * @param beyond how much later than due its load began, ns
 * @param startTime start of its window, ns since the epoch (UTC)
 * @param endTime end of its window
 * @param clock what this machine's clocks said from the wait before it until it was judged
 * @param counts how much of each signal it has
 * @param rows how many rows each table of the database had at the start, by name
 * @param missing what did not arrive while it was recorded
 * @param verdicts what is said of it
 * @param fault its fault of the stack; null: it has none
 */
public record ScenarioFacts(
        int ordinal,
        String tag,
        String stack,
        long plannedDuration,
        long appliedDuration,
        long duration,
        List<PhaseFacts> phases,
        @Nullable Double dose,
        @JsonProperty("wait") long pause,
        long beyond,
        long startTime,
        long endTime,
        ClockCourse clock,
        Counts counts,
        SortedMap<String, Long> rows,
        List<Missing> missing,
        List<Verdict> verdicts,
        @Nullable FaultFacts fault) {

    public ScenarioFacts {
        PlainName.check("scenario", tag);
        Objects.requireNonNull(stack, "no kind of stack is named");
        if (!stack.equals(StackKind.COMPOSE.word()) && !stack.equals(StackKind.EMBEDDED.word())) {
            throw new IllegalArgumentException(
                    "stack is '%s'; expected 'compose' or 'embedded', as it was recorded".formatted(stack));
        }
    }

    /**
     * When a phase was.
     *
     * @param phase its name
     * @param startTime from when on requests are of it, ns since the epoch (UTC)
     * @param endTime when the next one began, or the window ended
     */
    public record PhaseFacts(String phase, long startTime, long endTime) {}

    /**
     * How much of each signal a scenario has.
     *
     * @param requests requests sent
     * @param failures those not meant to be faulty that did not get what their task expects
     * @param anomalies faulty requests of the tag
     * @param confirmed those of them that got the tag's status and code: the rows of its requests where {@code confirmed} is true
     * @param logLines lines of all logs but Locust's
     * @param logRecords records, Locust's included
     * @param spans spans
     * @param series time series
     * @param samples their samples
     * @param repeats messages with spans that came again while it was recorded, and were let go
     */
    public record Counts(
            long requests,
            long failures,
            long anomalies,
            long confirmed,
            long logLines,
            long logRecords,
            long spans,
            long series,
            long samples,
            long repeats) {}

    /** Say the same of it with other verdicts. */
    public ScenarioFacts judged(List<Verdict> others) {
        return new ScenarioFacts(
                ordinal,
                tag,
                stack,
                plannedDuration,
                appliedDuration,
                duration,
                phases,
                dose,
                pause,
                beyond,
                startTime,
                endTime,
                clock,
                counts,
                rows,
                missing,
                others,
                fault);
    }

    /** Tell the dose; empty where the load or the fault has it. */
    public OptionalDouble givenDose() {
        return dose == null ? OptionalDouble.empty() : OptionalDouble.of(dose);
    }

    /** Look up when a phase was; empty when it has none of that kind. */
    public Optional<PhaseFacts> phase(Phase.Kind kind) {
        return phases.stream()
                .filter(phase -> phase.phase().equals(kind.word()))
                .findFirst();
    }

    /** Tell whether all its verdicts passed. */
    @JsonIgnore
    public boolean isPassed() {
        return verdicts.stream().allMatch(Verdict::passed);
    }

    /** Tell whether its load went on for as long as was planned; one that ended early is recorded again. */
    @JsonIgnore
    public boolean isApplied() {
        return verdicts.stream().allMatch(verdict -> verdict.kind() != VerdictKind.APPLIED || verdict.passed());
    }

    /** List the verdicts that it did not pass. */
    @JsonIgnore
    public List<Verdict> objections() {
        return verdicts.stream().filter(verdict -> !verdict.passed()).toList();
    }
}
