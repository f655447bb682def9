package io.github.lo2.collect;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.lo2.dataset.RunSummary;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a task or of a run: a row of the index.
 *
 * @param campaign the campaign; null without one
 * @param task the task's number; null without a campaign
 * @param run the name of the run's folder; null for a task without one
 * @param id tells it from any other run; null while it is not complete
 * @param state how it is
 * @param scenarios how many it has
 * @param passed how many of them passed
 * @param host the machine that recorded it; null while it is not complete
 * @param started when it was begun, ISO-8601; null while it is not complete
 * @param ended when it was complete, ISO-8601; null while it is not
 * @param stratum which runs it is like: a hash of its scenarios' tags; null while it is not complete
 * @param why what speaks against it; null when nothing does
 * @param manifest SHA-256 of its manifest, by which it is known again; null while it has none
 * @param tables SHA-256 of each of its tables that the data set holds, by the table's name
 * @param sizes bytes of these
 * @param summary what it has; null for one that is not taken
 */
public record CollectedRun(
        @Nullable String campaign,
        @Nullable Integer task,
        @Nullable String run,
        @Nullable String id,
        State state,
        int scenarios,
        int passed,
        @Nullable String host,
        @Nullable String started,
        @Nullable String ended,
        @Nullable String stratum,
        @Nullable String why,
        @Nullable String manifest,
        SortedMap<String, String> tables,
        SortedMap<String, Long> sizes,
        @Nullable RunSummary summary) {

    /** How a task or a run is. */
    public enum State {
        /** Complete, and nothing speaks against it: its tables are in the data set. */
        COMPLETE,
        /** Complete, its files are what they were, and a verdict did not pass: its tables are in the data set, too. */
        FAILED,
        /** Its files are not what they were; it is not in the data set. */
        DAMAGED,
        /** It broke off, or is being recorded; it is not in the data set. */
        UNFINISHED,
        /** Another run of the same task, or with the same id, is in the data set. */
        DUPLICATED,
        /** There is no run of the task. */
        MISSING
    }

    public CollectedRun {
        tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
        sizes = Collections.unmodifiableSortedMap(new TreeMap<>(sizes));
    }

    /** Say that a task of a campaign has no run. */
    static CollectedRun missing(String campaign, int task) {
        return new CollectedRun(
                campaign,
                task,
                null,
                null,
                State.MISSING,
                0,
                0,
                null,
                null,
                null,
                null,
                "there is no run of this task",
                null,
                new TreeMap<>(),
                new TreeMap<>(),
                null);
    }

    /** Tell whether its tables belong into the data set. */
    @JsonIgnore
    boolean isTaken() {
        return state == State.COMPLETE || state == State.FAILED;
    }

    /** Add up the bytes of its tables. */
    long bytes() {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Say that another one is taken in its place. */
    CollectedRun duplicateOf(String taken) {
        return new CollectedRun(
                campaign,
                task,
                run,
                id,
                State.DUPLICATED,
                scenarios,
                passed,
                host,
                started,
                ended,
                stratum,
                "the data set has %s instead".formatted(taken),
                manifest,
                new TreeMap<>(),
                new TreeMap<>(),
                null);
    }

    /** Say which of its tables the data set holds, and what it has. */
    CollectedRun with(Map<String, String> sums, Map<String, Long> bytes, RunSummary has) {
        return new CollectedRun(
                campaign,
                task,
                run,
                id,
                state,
                scenarios,
                passed,
                host,
                started,
                ended,
                stratum,
                why,
                manifest,
                new TreeMap<>(sums),
                new TreeMap<>(bytes),
                has);
    }
}
