package io.github.lo2.verdict;

import java.util.Locale;

/** Why nothing in another table belongs to a request; the first that holds. */
public enum JoinGap {
    /** It got no answer, so it need not have reached its service. */
    NO_ANSWER,
    /** Its service was killed on purpose, so shortly after the answer that it may not have sent its span. */
    KILLED,
    /** It carried no id to join by. */
    NO_ID,
    /** Its service has no row of that signal in the whole window. */
    SERVICE_SILENT,
    /** Its id is in the other table, but not in the row that should have it. */
    ELSEWHERE,
    /** It was answered so shortly before the end that what belongs to it may have come after. */
    AT_THE_END,
    /** Its id is nowhere. */
    NOWHERE;

    /** Tell whether it may be so of a request that all is right with: it does not count. */
    public boolean isExpected() {
        return this == NO_ANSWER || this == KILLED;
    }

    /** Name the figure that counts the requests of this kind. */
    public String figure() {
        return name().toLowerCase(Locale.ROOT);
    }
}
