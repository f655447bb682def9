package io.github.lo2.table;

import io.github.lo2.plan.Scenario;

/**
 * What is true of a request, as SQL conditions over the columns of a row of {@code requests}. Each is said once, for the
 * table's own column, for counts and for verdicts.
 */
public final class RequestTruth {
    /** It got what its task expects. Locust's own judgement counts, too: it may be stricter than status and code. */
    public static final String AS_EXPECTED = """
        (error IS NULL AND (expected_status IS NULL
          OR (status = expected_status AND code IS NOT DISTINCT FROM expected_code)))\
        """;

    /** It is the faulty request that its scenario's tag names, or one of its two. */
    public static final String FAULTY =
            "(anomaly AND coalesce(list_contains(string_split(scenario, '%s'), tag), false))".formatted(Scenario.AND);

    /** It is that one, and got the status and code of the tag. */
    public static final String CONFIRMED = "(%s AND %s)".formatted(FAULTY, AS_EXPECTED);

    private RequestTruth() {}
}
