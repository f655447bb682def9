package io.github.lo2.validate;

import io.github.lo2.fault.FaultFacts;
import io.github.lo2.plan.Phase;
import io.github.lo2.plan.Scenario;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.Evidence;
import io.github.lo2.verdict.Evidence.Explanation;
import io.github.lo2.verdict.Evidence.WordKind;
import io.github.lo2.verdict.Figures;
import io.github.lo2.verdict.Unit;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Judges whether the signals of a scenario tell of its fault in another way than by what the system then did: the words that they are
 * made of, while the fault was there and after it, against those of the baseline.
 *
 * <p>A word that is new must have an {@link Explanation}. What the tool left in a signal is none, whatever else may be said of it.
 */
final class NoLeakVerdict {
    /**
     * In fewer requests than this a word may be new by chance, and where no request has it, in fewer seconds of a service: halves of a
     * scenario would differ so once in a hundred times. A service's housekeeping comes every 20 or 30 s, in all services at once, or in
     * each at a time of its own; so does what cAdvisor knows of the machine, every 5 minutes.
     */
    private static final long RARE = 7;

    /** What is said of a failure: so a service's debug output has it, too. */
    private static final String COMPLAINS =
            "level IN ('WARN', 'ERROR', 'FATAL') OR regexp_matches(message, '(Exception|Error)\\b')";

    /** What no system says of itself, anywhere in a text: DuckDB's and Java's regular expressions both know it. */
    private static final String TOOL = "byteman|toxiproxy|chaos|injected|io\\.github\\.lo2|%s|%s";

    /** That, or a fault, in a name. A default is none. */
    private static final String NAMED = "(%s|(^|[^a-z])fault)";

    private static final Pattern FAILURE =
            Pattern.compile("(^|[^a-z])(error|exception|timeout)", Pattern.CASE_INSENSITIVE);

    /**
     * Each word with how often it stands in the scenario. A request's own phase counts where there is a request; else the time does.
     * An answer is new where the baseline has none like it of that endpoint.
     */
    private static final String WORDS = """
        WITH answered AS (
          SELECT request_id, phase <> 'baseline' AS later, hit, concat_ws(' ', method, route, status, code) AS answer
          FROM requests WHERE scenario = $1 AND request_id IS NOT NULL),
        request AS MATERIALIZED (
          SELECT *, answer NOT IN (SELECT answer FROM answered WHERE NOT later) AS of_new_answer FROM answered),
        word AS (
          SELECT 'SPAN_NAME' AS kind, regexp_replace(span_name, '[0-9]+', '#', 'g') AS word, request_id, time, service_name AS source,
            status = 'ERROR' AS complains FROM spans WHERE scenario = $1
          UNION ALL
          SELECT 'ATTRIBUTE', unnest(json_keys(attributes)), request_id, time, service_name, false FROM spans WHERE scenario = $1
          UNION ALL
          SELECT 'SCOPE', scope_name, request_id, time, service_name, false FROM spans WHERE scenario = $1
          UNION ALL
          SELECT 'SPAN_TEXT', regexp_extract(attributes, $2, 0), request_id, time, service_name, false FROM spans
          WHERE scenario = $1 AND regexp_matches(attributes, $2)
          UNION ALL
          SELECT 'LOGGER', logger, request_id, time, container, %1$s FROM logs
          WHERE scenario = $1 AND origin <> 'load'
          UNION ALL
          SELECT 'THREAD', regexp_replace(thread, '[0-9]+', '#', 'g'), request_id, time, container, %1$s
          FROM logs WHERE scenario = $1 AND origin <> 'load'
          UNION ALL
          SELECT 'CONTAINER', container, request_id, time, container, false FROM logs WHERE scenario = $1 AND origin <> 'load'
          UNION ALL
          SELECT 'LOG_TEXT', regexp_extract(concat_ws(' ', thread, message), $2, 0), request_id, time, container, false FROM logs
          WHERE scenario = $1 AND origin <> 'load' AND regexp_matches(concat_ws(' ', thread, message), $2)),
        of_series AS MATERIALIZED (
          SELECT metric, labels, min(time) AS time, count(*) AS samples, contains(labels, $4) AS of_target
          FROM samples WHERE scenario = $1 GROUP BY ALL),
        of_metric AS (
          SELECT 'METRIC' AS kind, metric AS word, time, samples, of_target FROM of_series
          UNION ALL
          SELECT 'LABEL', unnest(json_keys(labels)), time, samples, of_target FROM of_series
          UNION ALL
          SELECT 'SERIES', metric || labels, time, samples, of_target FROM of_series),
        seen AS (
          SELECT kind, word, source, epoch_ns(time) // 1000000000 AS second, coalesce(later, epoch_ns(time) >= $3) AS later,
            request_id, coalesce(hit, false) AS hit, coalesce(of_new_answer, false) AS of_new_answer, coalesce(complains, false) AS complains,
            NULL AS samples, false AS of_target
          FROM word LEFT JOIN request USING (request_id) WHERE word IS NOT NULL
          UNION ALL
          SELECT kind, word, NULL, epoch_ns(time) // 1000000000, epoch_ns(time) >= $3, NULL, false, false, false, samples, of_target
          FROM of_metric)
        SELECT kind, word, bool_and(later), count(*), count(DISTINCT request_id),
          coalesce(max(samples), ceil(count(DISTINCT hash(source, second)) / count(DISTINCT source))::BIGINT),
          bool_and(hit), bool_and(of_new_answer), bool_and(complains), bool_or(of_target)
        FROM seen GROUP BY ALL ORDER BY kind, word\
        """.formatted(COMPLAINS);

    private NoLeakVerdict() {}

    /**
     * A word of a signal.
     *
     * @param isNew whether the baseline is without it
     * @param times how often it stands there
     * @param requests in how many requests
     * @param seconds in how many seconds of each service that has it, on average; of a word of metrics, how many samples one of its
     *     series has, which come each second
     * @param ofHits whether only in such as were hit
     * @param ofNewAnswers whether only in such as got an answer that the baseline has not
     * @param complains whether only where something is said to have failed
     * @param ofTarget whether a series with it names the fault's target
     */
    private record Word(
            WordKind kind,
            String word,
            boolean isNew,
            long times,
            long requests,
            long seconds,
            boolean ofHits,
            boolean ofNewAnswers,
            boolean complains,
            boolean ofTarget) {
        boolean isRare() {
            return !ofHits && (requests == 0 ? seconds : requests) < RARE;
        }
    }

    static Verdict of(FaultFacts fault, JudgedScenario scenario, TableViews views) {
        String tool = TOOL.formatted(
                Scenario.tagsOf(scenario.tag()).stream().map(Pattern::quote).collect(Collectors.joining("|")),
                Pattern.quote(fault.kind()));
        Pattern named = Pattern.compile(NAMED.formatted(tool), Pattern.CASE_INSENSITIVE);
        List<Word> words = views.ask(
                WORDS,
                row -> new Word(
                        WordKind.valueOf(row.getString(1)),
                        row.getString(2),
                        row.getBoolean(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getBoolean(7),
                        row.getBoolean(8),
                        row.getBoolean(9),
                        row.getBoolean(10)),
                scenario.tag(),
                "(?i)" + tool,
                endOfBaseline(scenario),
                fault.target());
        long known = words.stream().filter(word -> !word.isNew()).count();
        List<Evidence.NewWord> found = words.stream()
                .filter(Word::isNew)
                .map(word -> new Evidence.NewWord(
                        word.kind(), word.word(), word.times(), word.requests(), explanation(word, fault, named)))
                // Without a baseline all is new; what the tool left there is so all the same.
                .filter(word -> known > 0 || word.explanation() == Explanation.TOOL)
                .sorted(Comparator.comparing(Evidence.NewWord::explanation))
                .toList();
        long unexplained =
                found.stream().filter(word -> !word.explanation().explains()).count();
        return Verdict.of(
                VerdictKind.NO_LEAK,
                unexplained == 0,
                new Figures()
                        .add("known", known, Unit.WORDS)
                        .add("new", found.size(), Unit.WORDS)
                        .add("unexplained", unexplained, Unit.WORDS)
                        .byName(),
                found);
    }

    private static Explanation explanation(Word word, FaultFacts fault, Pattern tool) {
        if (word.kind().isText() || tool.matcher(word.word()).find()) {
            return Explanation.TOOL;
        }
        if (word.ofNewAnswers()) {
            return Explanation.ANSWER;
        }
        if (word.kind() == WordKind.SERIES) {
            return Explanation.VALUE;
        }
        if (word.complains() || FAILURE.matcher(word.word()).find()) {
            return Explanation.FAILURE;
        }
        if (word.kind().isOfMetrics()) {
            return word.isRare() && !word.ofTarget() ? Explanation.RARE : Explanation.NONE;
        }
        if (!fault.hitting()) {
            return Explanation.OUTSIDE;
        }
        return word.isRare() ? Explanation.RARE : Explanation.NONE;
    }

    private static long endOfBaseline(JudgedScenario scenario) {
        return scenario.phases().stream()
                .filter(phase -> !phase.phase().equals(Phase.Kind.BASELINE.word()))
                .mapToLong(phase -> phase.startTime())
                .min()
                .orElse(scenario.endNanos());
    }
}
