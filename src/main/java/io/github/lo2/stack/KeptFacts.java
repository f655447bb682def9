package io.github.lo2.stack;

import io.github.lo2.stack.StackDefinition.DatabaseDefinition;
import java.net.URI;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a stack that is kept up says of itself to a recording that takes it.
 *
 * @param kind as of a stack
 * @param since when it was up, ISO-8601
 * @param recordings how many recordings have had it, this one included
 * @param parts as of a stack
 * @param programs the files that the services are run from
 * @param services as of a stack
 * @param containers as of a stack
 * @param prometheus where Prometheus answers; null: it has none
 * @param collectors who passes spans on, by {@code service.name}
 */
record KeptFacts(
        String kind,
        String since,
        int recordings,
        SortedMap<String, String> parts,
        List<String> programs,
        List<Service> services,
        List<String> containers,
        @Nullable URI prometheus,
        List<String> collectors) {

    /**
     * How its database is reached.
     *
     * @param definition what it is
     * @param port a port of the loopback interface
     * @param password that of the definition's user
     */
    record DatabaseAccess(DatabaseDefinition definition, int port, String password) {}

    /**
     * What of unrecorded load its services had since they started.
     *
     * @param seconds how long the longest lasted; 0: they had none
     * @param steady whether one lasted until they were steady
     */
    record Warmth(long seconds, boolean steady) {
        static final Warmth NONE = new Warmth(0, false);
    }

    /** How far its logs have passed the end of a window. */
    record Passage(List<String> behind, List<String> gaps) {}
}
