package io.github.lo2.recording;

import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.table.TableViews;
import java.sql.ResultSetMetaData;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A scenario with all its signals, not sealed yet: what is known of it, and its tables {@code requests}, {@code logs},
 * {@code spans} and {@code metrics} ({@code docs/dataset.md} lists their columns).
 *
 * <pre>{@code
 * assertThat(recording.captured())
 *         .hasItsLabelConfirmed()
 *         .hasNoRow("SELECT route, status FROM requests WHERE status >= 500");
 * }</pre>
 *
 * <p>What is found wrong in this way is collected and said at once when the body of the scenario ends.
 */
public final class CapturedScenario implements AutoCloseable {
    private final ScenarioFacts facts;
    private final TableViews tables;
    private final List<AssertionError> objections = new ArrayList<>();
    private boolean closed;

    CapturedScenario(ScenarioFacts facts, TableViews tables) {
        this.facts = facts;
        this.tables = tables;
    }

    /** Show what is known of it: its window, its counts, the suite's verdicts. */
    public ScenarioFacts facts() {
        return facts;
    }

    /**
     * Reach its tables.
     *
     * @throws IllegalStateException when the body of the scenario has ended
     */
    public TableViews tables() {
        requireOpen();
        return tables;
    }

    /**
     * Ask its tables and word each row in one line, such as {@code route=/oauth2/token, status=500}.
     *
     * @param sql the question; {@code ?} stands for the parameters, in their order
     * @throws io.github.lo2.table.TableException when it cannot be answered
     * @throws IllegalStateException when the body of the scenario has ended
     */
    public List<String> rows(String sql, Object... parameters) {
        return tables().ask(
                        sql,
                        row -> {
                            ResultSetMetaData columns = row.getMetaData();
                            var values = new ArrayList<String>();
                            for (int column : IntStream.rangeClosed(1, columns.getColumnCount())
                                    .toArray()) {
                                values.add("%s=%s".formatted(columns.getColumnLabel(column), row.getObject(column)));
                            }
                            return values.stream().collect(Collectors.joining(", "));
                        },
                        parameters);
    }

    /**
     * Note what speaks against it; the scenario's test fails with all of that when its body ends.
     *
     * @throws IllegalStateException when the body of the scenario has ended
     */
    public void object(AssertionError objection) {
        requireOpen();
        objections.add(objection);
    }

    List<AssertionError> objections() {
        return List.copyOf(objections);
    }

    /** Close its tables: the body of the scenario has ended. */
    @Override
    public void close() {
        closed = true;
        tables.close();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(
                    "'%s' can only be asked and judged in the body of its scenario".formatted(facts.tag()));
        }
    }
}
