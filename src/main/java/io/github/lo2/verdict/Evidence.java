package io.github.lo2.verdict;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.lo2.signal.Missing;
import io.github.lo2.signal.Signal;
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
    @JsonSubTypes.Type(value = Evidence.Empty.class, name = "empty"),
    @JsonSubTypes.Type(value = Evidence.FailedReadings.class, name = "failed_readings"),
    @JsonSubTypes.Type(value = Evidence.NotArrived.class, name = "not_arrived"),
    @JsonSubTypes.Type(value = Evidence.NotCounted.class, name = "not_counted"),
    @JsonSubTypes.Type(value = Evidence.ClockBounds.class, name = "clock_bounds"),
    @JsonSubTypes.Type(value = Evidence.ClockReading.class, name = "clock_reading"),
    @JsonSubTypes.Type(value = Evidence.Outside.class, name = "outside"),
    @JsonSubTypes.Type(value = Evidence.Doubled.class, name = "doubled"),
    @JsonSubTypes.Type(value = Evidence.ToolSaid.class, name = "tool_said"),
    @JsonSubTypes.Type(value = Evidence.Endpoint.class, name = "endpoint"),
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
