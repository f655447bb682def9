package io.github.lo2.validate;

import io.github.lo2.load.RequestTally;
import io.github.lo2.signal.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether a scenario is what its tag says: the faulty request got the status and code of the tag, and nothing else failed.
 *
 * @param tag the scenario's tag
 * @param requests all requests of the window
 * @param anomalies faulty requests of the tag
 * @param confirmed those of them that got the tag's status and code
 * @param failures other requests that did not get what their task expects
 * @param objections what speaks against the label, with the requests that prove it; empty when it is confirmed
 */
public record LabelVerdict(
        String tag, long requests, long anomalies, long confirmed, long failures, List<String> objections) {
    private static final String CORRECT = "correct";

    public LabelVerdict {
        objections = List.copyOf(objections);
    }

    /** Judge a scenario by its requests. */
    public static LabelVerdict of(String tag, RequestTally tally) {
        var objections = new ArrayList<String>();
        if (tally.total() == 0) {
            objections.add("no request was sent");
        } else if (!tag.equals(CORRECT) && tally.confirmed() == 0) {
            objections.add("none of %d faulty requests got the tag's status and code".formatted(tally.anomalies()));
        }
        if (!tally.firstUnconfirmed().isEmpty()) {
            objections.add("%d of %d faulty requests got another answer:%s"
                    .formatted(
                            tally.anomalies() - tally.confirmed(), tally.anomalies(), list(tally.firstUnconfirmed())));
        }
        if (tally.failures() > 0) {
            objections.add("%d correct requests failed:%s".formatted(tally.failures(), list(tally.firstFailures())));
        }
        return new LabelVerdict(tag, tally.total(), tally.anomalies(), tally.confirmed(), tally.failures(), objections);
    }

    /** Tell whether the label is confirmed. */
    public boolean isConfirmed() {
        return objections.isEmpty();
    }

    /** Say it in one line, the objections in lines of their own. */
    @Override
    public String toString() {
        String counts = tag.equals(CORRECT)
                ? "%d requests, %d failed".formatted(requests, failures)
                : "%d requests, %d of %d faulty ones confirmed, %d correct ones failed"
                        .formatted(requests, confirmed, anomalies, failures);
        return isConfirmed()
                ? "label '%s' confirmed: %s".formatted(tag, counts)
                : "label '%s' not confirmed: %s; %s".formatted(tag, counts, String.join("; ", objections));
    }

    private static String list(List<Request> requests) {
        return requests.stream()
                .map(request -> "\n  %s %s of task %s: %s, request_id %s"
                        .formatted(
                                request.method(),
                                request.route(),
                                request.task(),
                                request.error(),
                                request.requestId()))
                .collect(Collectors.joining());
    }
}
