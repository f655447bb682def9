package io.github.lo2.load;

import io.github.lo2.signal.Request;

/** Makes tallies for tests of what judges by them. */
public final class RequestTallies {
    private RequestTallies() {}

    /** Count some requests of a scenario. */
    public static RequestTally of(String tag, Request... requests) {
        var tally = new RequestTally(tag);
        for (Request request : requests) {
            tally.add(request);
        }
        return tally;
    }
}
