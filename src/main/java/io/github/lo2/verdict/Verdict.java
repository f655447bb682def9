package io.github.lo2.verdict;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is said of a scenario or a run, with what proves it.
 *
 * <pre>{@code
 * assertThat(manifest.verdicts()).allMatch(Verdict::passed);
 * }</pre>
 *
 * @param kind what it is about
 * @param passed whether it is as it should be
 * @param figures the numbers that it rests on, by name
 * @param rows the rows that prove it, at most {@value #SHOWN_ROWS}; also what a passed verdict lets pass
 * @param rowCount how many such rows there are
 */
public record Verdict(
        VerdictKind kind, boolean passed, Map<String, Figure> figures, List<Evidence> rows, long rowCount) {
    /** How many rows are kept. */
    public static final int SHOWN_ROWS = 10;

    public Verdict {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
        rows = List.copyOf(rows);
    }

    /** Judge by a list of rows, of which the first are kept. */
    public static Verdict of(
            VerdictKind kind, boolean passed, Map<String, Figure> figures, List<? extends Evidence> rows) {
        return new Verdict(
                kind,
                passed,
                figures,
                rows.stream().limit(SHOWN_ROWS).map(Evidence.class::cast).toList(),
                rows.size());
    }

    /** Find a figure. */
    public Optional<Figure> figure(String name) {
        return Optional.ofNullable(figures.get(name));
    }

    /** Say it in one line, the rows in lines of their own. */
    @Override
    public String toString() {
        return VerdictText.of(this);
    }
}
