package io.github.lo2.recording;

import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What is asked of a run.
 *
 * @param given the parameters that were given, by name
 * @param places which places of the order of an earlier run are to be recorded again; empty for a run of its own
 * @param seed gives the seed where no parameter does
 */
public record RunRequest(Map<String, String> given, Set<Integer> places, LongSupplier seed) {
    public RunRequest {
        given = Map.copyOf(given);
        places = Set.copyOf(places);
    }
}
