package io.github.lo2.stack;

import io.github.lo2.stack.Impairment.Bandwidth;
import io.github.lo2.stack.Impairment.Delay;
import io.github.lo2.stack.Impairment.Partition;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What Toxiproxy does to one direction of the connections that it passes on, in the form in which it takes and lists it.
 *
 * @param name its name, the only one of that proxy
 * @param type what it is: {@code latency}, {@code bandwidth} or {@code timeout}
 * @param stream which direction: upstream, to the database, or downstream, from there
 * @param toxicity to what share of connections; 1: to all
 * @param attributes its numbers; latency in ms, rate in kB/s, a timeout of 0 ends no connection before it is removed
 */
record Toxic(String name, String type, String stream, double toxicity, SortedMap<String, Integer> attributes) {
    private static final String UPSTREAM = "upstream";
    private static final String DOWNSTREAM = "downstream";

    /** Say by which of these a network is impaired so. */
    static List<Toxic> of(Impairment impairment) {
        if (impairment instanceof Delay delay) {
            // Once for a question and its answer.
            return List.of(of(
                    "latency",
                    DOWNSTREAM,
                    Map.of("latency", Math.toIntExact(delay.by().toMillis()), "jitter", 0)));
        }
        if (impairment instanceof Bandwidth bandwidth) {
            return inBoth("bandwidth", Map.of("rate", bandwidth.kilobytes()));
        }
        if (impairment instanceof Partition) {
            return inBoth("timeout", Map.of("timeout", 0));
        }
        throw new IllegalArgumentException("there is no toxic for " + impairment);
    }

    /** Tell it in a few words. */
    String words() {
        return "%s %s %s".formatted(type, stream, attributes);
    }

    private static List<Toxic> inBoth(String type, Map<String, Integer> attributes) {
        return List.of(of(type, UPSTREAM, attributes), of(type, DOWNSTREAM, attributes));
    }

    private static Toxic of(String type, String stream, Map<String, Integer> attributes) {
        return new Toxic(type + "_" + stream, type, stream, 1, new TreeMap<>(attributes));
    }
}
