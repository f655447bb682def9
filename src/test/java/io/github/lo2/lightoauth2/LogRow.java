package io.github.lo2.lightoauth2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.signal.LogLine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.aggregator.ArgumentsAggregator;

/**
 * A row of the table of log records: one request, and what the services write about it.
 *
 * @param request as the other tables have it, up to the code
 * @param counts the records that are expected
 */
record LogRow(ContractRow request, LogCounts counts) {
    private static final String CORRELATION = "X-Correlation-Id";

    /** Send the request and check its records. */
    void check(LightOauth2 system, ServiceLogs logs) {
        try {
            Fixture fixture = new Fixture(system);
            Placeholders placeholders = new Placeholders(fixture);
            placeholders.prepare(request.given());
            HttpCall call = request.call(fixture, placeholders);
            String id = "log-" + Fixture.suffix();
            List<LogLine> lines = logs.during(() -> checkStatus(system.send(call.withHeader(CORRELATION, id))));
            checkNoSecret(lines, Secrets.of(call));
            assertThat(LogCounts.of(id, LogRecord.parse(lines)))
                    .as("records of %s:%n%s", call, texts(lines))
                    .isEqualTo(counts);
        } catch (AssertionError e) {
            // Surefire's summary names a row by its index only.
            throw new AssertionError("'%s': %s".formatted(request.name(), e.getMessage()), e);
        }
    }

    private void checkStatus(Answer answer) {
        answer.hasStatus(request.status());
        if (!request.code().isEmpty()) {
            answer.isError(request.status(), request.code());
        }
    }

    private static void checkNoSecret(List<LogLine> lines, Set<String> secrets) {
        String all = texts(lines);
        assertThat(secrets)
                .as("secrets of the request in the log:%n%s", all)
                .allSatisfy(secret -> assertThat(all).doesNotContain(secret));
    }

    private static String texts(List<LogLine> lines) {
        StringBuilder texts = new StringBuilder();
        for (LogLine line : lines) {
            texts.append(new String(line.bytes(), StandardCharsets.UTF_8)).append('\n');
        }
        return texts.toString();
    }

    /** Makes a row of the columns of the table; a last column of notes is for people. */
    static final class Aggregator implements ArgumentsAggregator {
        private static final int FIRST_COUNT = 10;

        @Override
        public LogRow aggregateArguments(ArgumentsAccessor cells, ParameterContext context) {
            return new LogRow(
                    ContractRow.request(cells),
                    new LogCounts(
                            number(cells, FIRST_COUNT),
                            number(cells, FIRST_COUNT + 1),
                            number(cells, FIRST_COUNT + 2),
                            number(cells, FIRST_COUNT + 3),
                            text(cells, FIRST_COUNT + 4),
                            text(cells, FIRST_COUNT + 5).equals("yes"),
                            text(cells, FIRST_COUNT + 6)));
        }

        private static int number(ArgumentsAccessor cells, int index) {
            String text = text(cells, index);
            return text.isEmpty() ? 0 : Integer.parseInt(text);
        }

        private static String text(ArgumentsAccessor cells, int index) {
            return Optional.ofNullable(cells.getString(index)).orElse("");
        }
    }
}
