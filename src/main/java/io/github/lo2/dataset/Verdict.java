package io.github.lo2.dataset;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What is said of a scenario or a run, with what proves it.
 *
 * @param kind what it is about
 * @param passed whether it is as it should be
 * @param statement the verdict in one line, with its figures
 * @param proof the rows that prove it, each in one line, at most {@value #SHOWN_ROWS}; also what a passed verdict lets pass
 * @param proofCount how many such rows there are
 */
public record Verdict(VerdictKind kind, boolean passed, String statement, List<String> proof, long proofCount) {
    /** How many rows are shown. */
    public static final int SHOWN_ROWS = 10;

    public Verdict {
        proof = List.copyOf(proof);
    }

    /** Judge by a list of rows, of which the first are shown. */
    public static Verdict of(VerdictKind kind, boolean passed, String statement, List<String> rows) {
        return new Verdict(
                kind, passed, statement, rows.stream().limit(SHOWN_ROWS).toList(), rows.size());
    }

    /** Say it in one line, the rows in lines of their own. */
    @Override
    public String toString() {
        String more = proofCount > proof.size() ? "%n  and %s more".formatted(proofCount - proof.size()) : "";
        return "%s %s: %s%s%s"
                .formatted(
                        kind,
                        passed ? "passed" : "failed",
                        statement,
                        proof.stream().map("%n  %s"::formatted).collect(Collectors.joining()),
                        more);
    }
}
