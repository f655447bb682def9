package io.github.lo2.validate;

import io.github.lo2.table.RequestTruth;
import io.github.lo2.table.TableViews;

/**
 * How many requests of each kind a scenario has.
 *
 * @param requests all
 * @param failures those that are not the faulty ones of its tag and did not get what their task expects
 * @param faulty the faulty ones of its tag
 * @param confirmed those of them that got the tag's status and code
 */
public record RequestCounts(long requests, long failures, long faulty, long confirmed) {
    private static final String SQL = """
            SELECT count(*), count(*) FILTER (NOT %s AND NOT %s), count(*) FILTER (%s), count(*) FILTER (confirmed)
            FROM requests WHERE scenario = ?""".formatted(RequestTruth.FAULTY, RequestTruth.AS_EXPECTED, RequestTruth.FAULTY);

    /**
     * Count those of a scenario.
     *
     * @param tag its tag
     * @param views the table {@code requests}
     * @throws io.github.lo2.table.TableException when it cannot be read
     */
    public static RequestCounts of(String tag, TableViews views) {
        return views.askOne(
                SQL, row -> new RequestCounts(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)), tag);
    }
}
