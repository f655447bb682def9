package io.github.lo2.verdict;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.lo2.signal.Missing;
import io.github.lo2.signal.Signal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row that proves a verdict, or that a passed verdict lets pass. In JSON its member {@code row} says which kind it is.
 *
 * <p>Times are ns since the epoch (UTC), durations ns.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "row")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Evidence.Answer.class, name = "answer"),
    @JsonSubTypes.Type(value = Evidence.Unjoined.class, name = "unjoined"),
    @JsonSubTypes.Type(value = Evidence.Gap.class, name = "gap"),
    @JsonSubTypes.Type(value = Evidence.Absent.class, name = "absent"),
    @JsonSubTypes.Type(value = Evidence.Empty.class, name = "empty"),
    @JsonSubTypes.Type(value = Evidence.FailedReadings.class, name = "failed_readings"),
    @JsonSubTypes.Type(value = Evidence.NotArrived.class, name = "not_arrived"),
    @JsonSubTypes.Type(value = Evidence.NotCounted.class, name = "not_counted"),
    @JsonSubTypes.Type(value = Evidence.ClockBounds.class, name = "clock_bounds"),
    @JsonSubTypes.Type(value = Evidence.ClockReading.class, name = "clock_reading"),
    @JsonSubTypes.Type(value = Evidence.ClockStep.class, name = "clock_step"),
    @JsonSubTypes.Type(value = Evidence.Outside.class, name = "outside"),
    @JsonSubTypes.Type(value = Evidence.Doubled.class, name = "doubled"),
    @JsonSubTypes.Type(value = Evidence.ToolSaid.class, name = "tool_said"),
    @JsonSubTypes.Type(value = Evidence.OffPhase.class, name = "off_phase"),
    @JsonSubTypes.Type(value = Evidence.Endpoint.class, name = "endpoint"),
    @JsonSubTypes.Type(value = Evidence.Sign.class, name = "sign"),
    @JsonSubTypes.Type(value = Evidence.NewWord.class, name = "new_word"),
    @JsonSubTypes.Type(value = Evidence.FileProblem.class, name = "file"),
    @JsonSubTypes.Type(value = Evidence.MoreFiles.class, name = "more_files")
})
public sealed interface Evidence {

    /**
     * A request and its answer.
     *
     * @param time when it was sent
     * @param faultyOf the tag whose faulty request it is; null: it is none
     * @param expectedStatus the HTTP status that its task expects; null: it judges in another way
     * @param expectedCode the error code that it expects; null: none
     * @param status the HTTP status received; 0: no answer
     * @param code the error code received; null: none
     * @param error why the load counted it as failed; null: it did not
     */
    record Answer(
            long time,
            String method,
            String route,
            @Nullable String task,
            @Nullable String faultyOf,
            @Nullable Integer expectedStatus,
            @Nullable String expectedCode,
            int status,
            @Nullable String code,
            @Nullable String error,
            @Nullable String requestId)
            implements Evidence {}

    /**
     * A request that nothing in another table belongs to.
     *
     * @param time when it was sent
     * @param status the HTTP status received; 0: no answer
     * @param reason why nothing does
     */
    record Unjoined(
            long time,
            String method,
            String route,
            @Nullable String serviceName,
            int status,
            @Nullable String requestId,
            @Nullable String traceId,
            JoinGap reason)
            implements Evidence {}

    /**
     * One series or several that have not all their samples.
     *
     * @param series which
     * @param coverage how much of the window has samples, %
     * @param gapStart when the longest gap began
     * @param gapDuration how long it is
     */
    record Gap(String series, double coverage, long gapStart, long gapDuration) implements Evidence {}

    /**
     * A metric that must be there and is not.
     *
     * @param metric which
     * @param label the label that tells of what it is
     * @param values those of the label that it should have and has not
     */
    record Absent(String metric, String label, List<String> values) implements Evidence {
        public Absent {
            values = List.copyOf(values);
        }
    }

    /**
     * A signal without a row.
     *
     * @param signal which
     * @param serviceName the service that has none; null: there is none at all
     * @param requests how many requests that service got
     */
    record Empty(Signal signal, @Nullable String serviceName, long requests) implements Evidence {}

    /**
     * A metric that says of a scrape that it was not whole.
     *
     * @param labels JSON object
     * @param samples how many samples say so
     */
    record FailedReadings(String metric, String labels, long samples) implements Evidence {}

    /** What did not arrive while the scenario was recorded. */
    record NotArrived(Missing missing) implements Evidence {}

    /** What may be lost without anybody counting it. */
    record NotCounted(Missing missing) implements Evidence {}

    /**
     * What the requests of a service prove of its clock.
     *
     * @param requests how many requests it got
     * @param joined how many of them have a server span; with none, nothing is known
     * @param lower its clock less the load generator's is at least this
     * @param upper it is at most this
     */
    record ClockBounds(String serviceName, long requests, long joined, long lower, long upper) implements Evidence {}

    /**
     * A clock that was asked.
     *
     * @param time when, ISO-8601
     * @param offset that clock less the host's
     * @param uncertainty how far off the offset may be
     */
    record ClockReading(String clock, String time, long offset, long uncertainty) implements Evidence {}

    /**
     * This machine's clock was set.
     *
     * @param wall how long it was by the time of day
     * @param monotonic how long by the clock that nobody can set
     * @param step how far the time of day was set, at the most; negative: back
     */
    record ClockStep(long wall, long monotonic, long step) implements Evidence {}

    /**
     * Rows of one source whose times do not lie in the window.
     *
     * @param source service, container or metric
     * @param rows how many
     * @param first the earliest of their times
     * @param last the latest
     */
    record Outside(Signal signal, String source, long rows, long first, long last) implements Evidence {}

    /**
     * A key that stands in more than one row.
     *
     * @param key its parts
     * @param rows how many rows have it
     */
    record Doubled(Signal signal, String key, long rows) implements Evidence {}

    /**
     * What the tool says that brings a fault about or takes it back.
     *
     * @param time when it was so; 0: never
     */
    record ToolSaid(long time, String says) implements Evidence {}

    /**
     * A fault that did not come or go with its phase.
     *
     * @param edge which of both
     * @param phase when its phase began or ended
     * @param told when the tool was told to bring it about or to take it back
     * @param time when the tool says that it was there or gone; that of a switch is when it was told
     * @param from from when on that might have been; 0: from any time on
     * @param to until when; 0: until any time
     */
    record OffPhase(Edge edge, long phase, long told, long time, long from, long to) implements Evidence {}

    /** The beginning of something or its end. */
    enum Edge {
        BEGIN,
        END
    }

    /**
     * What a fault did to the requests of an endpoint.
     *
     * @param before requests sent before it
     * @param during requests sent while it was there
     * @param successBefore share of those before that got what was expected, %
     * @param successDuring the same of those while it was there
     * @param durationBefore how long those before took, the mean
     * @param durationDuring the same of those while it was there
     */
    record Endpoint(
            @Nullable String serviceName,
            String method,
            String route,
            Impact impact,
            long before,
            long during,
            double successBefore,
            double successDuring,
            long durationBefore,
            long durationDuring)
            implements Evidence {}

    /** What a fault did, as far as the load can tell. */
    enum Impact {
        CLEAR,
        DOUBTFUL,
        NONE
    }

    /**
     * A sign in the target of what kind of fault it is.
     *
     * @param before the figure in the baseline; null: there is none
     * @param during the same of the fault
     * @param seen whether it tells the fault from the baseline
     */
    record Sign(
            Signature signature,
            @Nullable Double before,
            @Nullable Double during,
            boolean seen) implements Evidence {}

    /** What shows a kind of fault in its target. */
    enum Signature {
        /** Mean duration of server spans, ns. */
        SERVER_DURATION,
        /** Share of server spans with status {@code ERROR}, an HTTP status from 400 on or none, %. */
        SERVER_ERRORS,
        /** Mean duration of the spans of statements, ns. */
        DATABASE_DURATION,
        /** Share of these with status {@code ERROR}, %. */
        DATABASE_ERRORS,
        /** Share of requests that asked the database, of those to endpoints that did before, %. */
        STATEMENTS,
        /** Share of the time that garbage was collected, %. */
        GARBAGE_TIME,
        /** Share of the heap that was used, %. */
        HEAP,
        /** Time of the processor, in per cent of one core. */
        PROCESSOR_TIME,
        /** The longest time in which no server span began, ns. */
        SILENCE;

        /** Tell whether it is a time in ns; else it is a share in per cent. */
        public boolean isTime() {
            return this == SERVER_DURATION || this == DATABASE_DURATION || this == SILENCE;
        }
    }

    /**
     * A word that the signals of a scenario have since its fault was there, and had not before.
     *
     * @param times how often it stands there
     * @param requests in the rows of how many requests
     * @param explanation what makes it behaviour
     */
    record NewWord(WordKind kind, String word, long times, long requests, Explanation explanation)
            implements Evidence {}

    /** What kind of word it is. */
    enum WordKind {
        SPAN_NAME(Signal.SPANS),
        /** Key of an attribute. */
        ATTRIBUTE(Signal.SPANS),
        /** Name of an instrumentation. */
        SCOPE(Signal.SPANS),
        /** Part of an attribute's value that is no system's word. */
        SPAN_TEXT(Signal.SPANS),
        LOGGER(Signal.LOGS),
        /** Name of a thread, its numbers left out. */
        THREAD(Signal.LOGS),
        CONTAINER(Signal.LOGS),
        /** Part of a record that is no system's word. */
        LOG_TEXT(Signal.LOGS),
        METRIC(Signal.METRICS),
        /** Name of a label. */
        LABEL(Signal.METRICS),
        /** Metric with its labels. */
        SERIES(Signal.METRICS);

        private final Signal signal;

        WordKind(Signal signal) {
            this.signal = signal;
        }

        /** Tell in which signal it stands. */
        public Signal signal() {
            return signal;
        }

        /** Tell whether it was only looked for because it is no system's word. */
        public boolean isText() {
            return this == SPAN_TEXT || this == LOG_TEXT;
        }

        /** Tell whether it is one of metrics, which no request has to do with. */
        public boolean isOfMetrics() {
            return signal == Signal.METRICS;
        }
    }

    /** What makes a word behaviour that is new, the worst first. */
    enum Explanation {
        /** It was left by what brings the fault about. */
        TOOL,
        /** Nothing does. */
        NONE,
        /** It stands with requests alone that got an answer which the baseline has not. */
        ANSWER,
        /** It says that something failed, by its name or by its level or status. */
        FAILURE,
        /** Name and labels of the series were there, with another value. */
        VALUE,
        /** It is so rare that chance may have left it out of the baseline. */
        RARE,
        /** The fault was done to the target from outside: the words are the target's own. */
        OUTSIDE;

        /** Tell whether it is behaviour. */
        public boolean explains() {
            return this != TOOL && this != NONE;
        }
    }

    /**
     * A file that is not what it should be.
     *
     * @param path relative to the run's folder
     */
    record FileProblem(
            String path,
            FileState state,
            @Nullable String expected,
            @Nullable String found) implements Evidence {}

    /**
     * Files that are wrong in the same way as those named before.
     *
     * @param where what they have in common
     */
    record MoreFiles(String where, long files) implements Evidence {}

    /** What is wrong with a file. */
    enum FileState {
        /** It is not there. */
        MISSING,
        /** Its checksum is another. */
        CHANGED,
        /** No list of checksums names it. */
        ADDITIONAL,
        /** What it says is not what is expected. */
        OTHERWISE
    }
}
