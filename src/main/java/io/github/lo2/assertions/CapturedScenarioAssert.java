package io.github.lo2.assertions;

import io.github.lo2.recording.CapturedScenario;
import io.github.lo2.verdict.Figure;
import io.github.lo2.verdict.Unit;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;

/**
 * What must hold of a scenario.
 *
 * <pre>{@code
 * assertThat(recording.captured())
 *         .hasItsLabelConfirmed()
 *         .hasNoOtherFailure()
 *         .hasSpansOf(99.5, PERCENT)
 *         .hasNoRow("SELECT message FROM logs WHERE message LIKE '%OutOfMemoryError%'");
 * }</pre>
 *
 * <p>The assertions are soft: none of them throws. The scenario's test fails with all that they find when the body of the
 * scenario ends, and the scenario is sealed nevertheless. A question that cannot be answered throws at once.
 */
public final class CapturedScenarioAssert extends AbstractAssert<CapturedScenarioAssert, CapturedScenario> {
    private static final int SHOWN_ROWS = 10;

    CapturedScenarioAssert(CapturedScenario actual) {
        super(actual, CapturedScenarioAssert.class);
    }

    /** The faulty requests of its tag got the status and code that the tag names, each as its task expects. */
    public CapturedScenarioAssert hasItsLabelConfirmed() {
        return passes(VerdictKind.LABEL);
    }

    /** No other request failed. */
    public CapturedScenarioAssert hasNoOtherFailure() {
        return passes(VerdictKind.PURITY);
    }

    /**
     * Of the answered requests at least so many join their server spans, whatever the system's own threshold is.
     *
     * @param unit {@link Unit#PERCENT} of them, or how many {@link Unit#REQUESTS}
     * @throws IllegalArgumentException for another unit
     */
    public CapturedScenarioAssert hasSpansOf(double least, Unit unit) {
        return joins(VerdictKind.SPANS_JOINED, least, unit);
    }

    /**
     * Of the answered requests at least so many join the log records of their service, whatever the system's own threshold is.
     *
     * @param unit as for {@link #hasSpansOf}
     * @throws IllegalArgumentException for another unit
     */
    public CapturedScenarioAssert hasLogsOf(double least, Unit unit) {
        return joins(VerdictKind.LOGS_JOINED, least, unit);
    }

    /** Each series that lived through its window has a sample for each second of it. */
    public CapturedScenarioAssert coversItsWindow() {
        return passes(VerdictKind.COVERAGE);
    }

    /** Each signal is there, and nothing of it was dropped. */
    public CapturedScenarioAssert lostNothing() {
        return passes(VerdictKind.SIGNALS);
    }

    /** The services' clocks agree with the load generator's. */
    public CapturedScenarioAssert hasAgreeingClocks() {
        return passes(VerdictKind.CLOCK);
    }

    /** The load went on for as long as was planned. */
    public CapturedScenarioAssert hasItsWholeLoad() {
        return passes(VerdictKind.APPLIED);
    }

    /** The times of all its signals lie in its window. */
    public CapturedScenarioAssert staysInItsWindow() {
        return passes(VerdictKind.TIMES);
    }

    /** No key of its tables stands in two rows. */
    public CapturedScenarioAssert hasEachKeyOnce() {
        return passes(VerdictKind.KEYS);
    }

    /** Its baseline does not drift, where that is judged. */
    public CapturedScenarioAssert hasASteadyBaseline() {
        return passes(VerdictKind.STEADY);
    }

    /** Its fault of the stack, where it has one, was brought about, hit the requests that were chosen, and is gone. */
    public CapturedScenarioAssert hasItsFaultProved() {
        actual.facts().verdicts().stream()
                .filter(verdict -> VerdictKind.ofFault().contains(verdict.kind()) && !verdict.passed())
                .forEach(this::object);
        return this;
    }

    /** All of the suite's verdicts about it passed. */
    public CapturedScenarioAssert passesAllVerdicts() {
        actual.facts().objections().forEach(this::object);
        return this;
    }

    /**
     * No row answers a question about its tables; the first {@value #SHOWN_ROWS} that do are shown.
     *
     * @param sql asks the tables {@code requests}, {@code logs}, {@code spans} and {@code metrics}; {@code ?} stands for the
     *     parameters
     * @throws io.github.lo2.table.TableException when it cannot be answered
     */
    public CapturedScenarioAssert hasNoRow(String sql, Object... parameters) {
        List<String> rows = actual.rows(sql, parameters);
        if (!rows.isEmpty()) {
            object("%s rows instead of none answer: %s%s"
                    .formatted(
                            rows.size(),
                            sql.strip(),
                            rows.stream()
                                    .limit(SHOWN_ROWS)
                                    .map("%n  %s"::formatted)
                                    .collect(Collectors.joining())));
        }
        return this;
    }

    /**
     * At least one row answers a question about its tables.
     *
     * @param sql as for {@link #hasNoRow}
     * @throws io.github.lo2.table.TableException when it cannot be answered
     */
    public CapturedScenarioAssert hasRow(String sql, Object... parameters) {
        if (actual.rows(sql, parameters).isEmpty()) {
            object("no row instead of one or more answers: " + sql.strip());
        }
        return this;
    }

    private CapturedScenarioAssert passes(VerdictKind kind) {
        verdicts(kind).stream().filter(verdict -> !verdict.passed()).forEach(this::object);
        return this;
    }

    private CapturedScenarioAssert joins(VerdictKind kind, double least, Unit unit) {
        String figure = switch (unit) {
            case PERCENT -> "share";
            case REQUESTS -> "joined";
            default ->
                throw new IllegalArgumentException(
                        "%s is not asked for in %s; expected PERCENT or REQUESTS".formatted(kind, unit));
        };
        var wanted = new Figure(BigDecimal.valueOf(least), unit);
        for (Verdict verdict : verdicts(kind)) {
            Figure found = verdict.figure(figure).orElseGet(() -> Figure.of(0, unit));
            if (found.value().compareTo(wanted.value()) < 0) {
                object("%s: %s instead of at least %s; %s".formatted(kind, words(found), words(wanted), verdict));
            }
        }
        return this;
    }

    /** Find what is said of a kind; nothing is an objection. */
    private List<Verdict> verdicts(VerdictKind kind) {
        List<Verdict> verdicts = actual.facts().verdicts().stream()
                .filter(verdict -> verdict.kind() == kind)
                .toList();
        if (verdicts.isEmpty()) {
            object("there is no verdict " + kind);
        }
        return verdicts;
    }

    private static String words(Figure figure) {
        return figure.value().toPlainString() + (figure.unit() == Unit.PERCENT ? " %" : " requests");
    }

    private void object(Verdict verdict) {
        object(verdict.toString());
    }

    private void object(String what) {
        actual.object(new AssertionError(what));
    }
}
