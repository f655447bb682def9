package io.github.lo2.verdict;

import io.github.lo2.time.EpochClock;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says verdicts in English: the one place where their sentences are made. Numbers are written in a fixed locale; nothing
 * reads a sentence back.
 */
public final class VerdictText {
    private static final long NANOS_A_SECOND = 1_000_000_000L;

    private VerdictText() {}

    /** Say a verdict with its kind and its rows, each in a line. */
    public static String of(Verdict verdict) {
        long more = verdict.rowCount() - verdict.rows().size();
        return "%s %s: %s%s%s"
                .formatted(
                        verdict.kind(),
                        verdict.passed() ? "passed" : "failed",
                        sentence(verdict),
                        rows(verdict).stream().map(row -> "\n  " + row).collect(Collectors.joining()),
                        more > 0 ? "\n  and %s more".formatted(more) : "");
    }

    /** Say the rows of a verdict, a line each. */
    public static List<String> rows(Verdict verdict) {
        return verdict.rows().stream().map(row -> row(verdict.kind(), row)).toList();
    }

    /** Say a verdict in one line, with its figures. */
    public static String sentence(Verdict verdict) {
        var figures = new Words(verdict.figures());
        return switch (verdict.kind()) {
            case APPLIED -> applied(verdict, figures);
            case LABEL -> label(verdict, figures);
            case PURITY -> purity(verdict, figures);
            case INJECTED -> injected(verdict, figures);
            case HIT -> hit(verdict, figures);
            case IMPACT -> impact(figures);
            case MECHANISM -> mechanism(verdict, figures);
            case RECOVERED -> recovered(verdict, figures);
            case NO_LEAK -> noLeak(figures);
            case SPANS_JOINED, LOGS_JOINED -> joined(verdict, figures);
            case COVERAGE -> coverage(figures);
            case SIGNALS -> signals(verdict, figures);
            case CLOCK -> clock(verdict, figures);
            case TIMES ->
                figures.count("rows") == 0
                        ? "no signal has a row in the window of %s".formatted(figures.of("window"))
                        : verdict.passed()
                                ? "the times of all signals lie in the window of %s".formatted(figures.of("window"))
                                : "the times of %s rows do not lie in the window of %s"
                                        .formatted(figures.of("outside"), figures.of("window"));
            case KEYS ->
                figures.count("rows") == 0
                        ? "no table has a row with a key"
                        : verdict.passed()
                                ? "no key stands in two rows"
                                : "%s keys stand in more than one row".formatted(figures.of("doubled"));
            case STEADY -> steady(verdict, figures);
            case FILES ->
                verdict.passed()
                        ? "all files are those that were written, and say the same"
                        : "%s things are not as they were written".formatted(figures.of("problems"));
            case PLAN ->
                "%s of %s planned scenarios are there, the run is %s"
                        .formatted(
                                figures.of("recorded"),
                                figures.of("planned"),
                                figures.count("manifests") > 0 ? "complete" : "unfinished");
        };
    }

    /** Say how the throughput of a run changed, in one line. */
    public static String sentence(Drift drift) {
        return String.format(
                Locale.ROOT,
                "Drift: %.0f requests/s in the first scenario, %.0f in the last; rank correlation with the order %.2f",
                drift.first(),
                drift.last(),
                drift.rankCorrelation());
    }

    /** Say how hard a run is, in lines: a table of the thresholds that were tried. */
    public static List<String> lines(Hardness hardness) {
        if (hardness.best() == null) {
            return List.of("Hardness not judged: " + tooFew());
        }
        var lines = new ArrayList<String>();
        lines.add(
                "Hardness %s: the best balanced accuracy below; 1 says that one threshold solves the run, 0.5 is chance"
                        .formatted(accuracy(hardness.best())));
        lines.add("  %s windows of 5 s%s; each threshold was chosen on other scenarios than it was tried on"
                .formatted(
                        hardness.windows(),
                        hardness.shorter() > 0 ? ", %s of them shorter".formatted(hardness.shorter()) : ""));
        lines.add(cells("anomalous is a window", "in the phase fault", "with a faulty request"));
        lines.add(cells("anomalous, normal", windows(hardness.byPhase()), windows(hardness.byRequest())));
        lines.add(cells("in scenarios", scenarios(hardness.byPhase()), scenarios(hardness.byRequest())));
        hardness.thresholds()
                .forEach(threshold -> lines.add(cells(
                        "%s: %s"
                                .formatted(
                                        threshold.measure().signal().name().toLowerCase(Locale.ROOT),
                                        threshold.measure().words()),
                        accuracy(threshold.byPhase()),
                        accuracy(threshold.byRequest()))));
        if (!hardness.byPhase().canBeJudged() || !hardness.byRequest().canBeJudged()) {
            lines.add("  not judged: " + tooFew());
        }
        return lines;
    }

    private static String tooFew() {
        return "fewer than %s scenarios have anomalous windows, or normal ones; -Dlo2.phases gives each of both"
                .formatted(Hardness.Classes.LEAST_SCENARIOS);
    }

    private static String cells(String name, String byPhase, String byRequest) {
        return String.format(Locale.ROOT, "  %-28s %20s %22s", name, byPhase, byRequest);
    }

    private static String windows(Hardness.Classes classes) {
        return "%s, %s".formatted(classes.anomalous(), classes.normal());
    }

    private static String scenarios(Hardness.Classes classes) {
        return "%s, %s".formatted(classes.anomalousScenarios(), classes.normalScenarios());
    }

    private static String accuracy(@Nullable Double accuracy) {
        return accuracy == null ? "not judged" : String.format(Locale.ROOT, "%.3f", accuracy);
    }

    private static String applied(Verdict verdict, Words figures) {
        if (figures.count("planned") == 0) {
            return "it is not known how long the load was to go on";
        }
        return verdict.passed()
                ? "the load went on for %s, %s were planned".formatted(figures.of("applied"), figures.of("planned"))
                : "the load ended after %s, %s were planned; see Locust's own log"
                        .formatted(figures.of("applied"), figures.of("planned"));
    }

    private static String label(Verdict verdict, Words figures) {
        if (figures.count("requests") == 0) {
            return "label not confirmed: no request was sent";
        }
        if (verdict.figures().containsKey("met") && verdict.figures().containsKey("faulty")) {
            return "label %sconfirmed: %s of %s requests met the fault, %s of %s faulty ones got the tag's status and code; %s others did not, and did not meet the fault"
                    .formatted(
                            verdict.passed() ? "" : "not ",
                            figures.of("met"),
                            figures.of("requests"),
                            figures.of("confirmed"),
                            figures.of("faulty"),
                            verdict.rowCount());
        }
        if (verdict.figures().containsKey("met")) {
            return "label %sconfirmed: %s of %s requests met the fault, %s are faulty ones of the load"
                    .formatted(
                            verdict.passed() ? "" : "not ",
                            figures.of("met"),
                            figures.of("requests"),
                            verdict.rowCount());
        }
        if (!verdict.figures().containsKey("faulty")) {
            return verdict.passed()
                    ? "label 'correct' confirmed: none of %s requests is a faulty one".formatted(figures.of("requests"))
                    : "label 'correct' not confirmed: %s of %s requests are faulty ones"
                            .formatted(verdict.rowCount(), figures.of("requests"));
        }
        if (figures.count("tags_sent") < figures.count("tags")) {
            return "label %s: %s of %s tags have a faulty request, %s of %s of these got their tag's status and code"
                    .formatted(
                            verdict.passed() ? "not contradicted, with so low a dose" : "not confirmed",
                            figures.of("tags_sent"),
                            figures.of("tags"),
                            figures.of("confirmed"),
                            figures.of("faulty"));
        }
        if (verdict.passed() && figures.count("faulty") == 0) {
            return "label not contradicted: at a dose of %s, chance left none of %s requests of the fault faulty"
                    .formatted(figures.of("dose"), figures.of("in_fault"));
        }
        if (verdict.passed()) {
            return "label confirmed: %s of %s faulty requests got the tag's status and code"
                    .formatted(figures.of("confirmed"), figures.of("faulty"));
        }
        if (figures.count("confirmed") == 0) {
            return "label not confirmed: none of %s faulty requests got the tag's status and code"
                    .formatted(figures.of("faulty"));
        }
        return "label not confirmed: %s of %s faulty requests got another answer"
                .formatted(figures.count("faulty") - figures.count("confirmed"), figures.of("faulty"));
    }

    private static String steady(Verdict verdict, Words figures) {
        if (figures.count("seconds") == 0) {
            return verdict.passed()
                    ? "not judged: there is no baseline of more than two seconds"
                    : "no request was sent from the second second of the baseline on";
        }
        String changes =
                "from the first half of the baseline to the second, throughput changed by %s and latency by %s (z %s and %s, %s s)"
                        .formatted(
                                figures.of("throughput_change", 1),
                                figures.of("latency_change", 1),
                                figures.of("throughput_z"),
                                figures.of("latency_z"),
                                figures.count("seconds"));
        if (figures.count("judged") == 0) {
            return "not judged, with less than ten whole seconds or no rate: " + changes;
        }
        return (verdict.passed() ? "steady: " : "the baseline drifts: ") + changes;
    }

    private static String purity(Verdict verdict, Words figures) {
        if (figures.count("correct") == 0) {
            return verdict.passed()
                    ? "nothing can be said: no request was sent before the fault"
                    : "no correct request was sent";
        }
        return verdict.passed()
                ? "none of %s correct requests failed%s"
                        .formatted(
                                figures.of("correct"),
                                figures.count("overtaken") > 0
                                        ? "; %s were under way when the fault began, and are not judged"
                                                .formatted(figures.of("overtaken"))
                                        : "")
                : "%s of %s correct requests failed, or are the faulty ones of another tag"
                        .formatted(figures.of("impure"), figures.of("correct"));
    }

    private static String hit(Verdict verdict, Words figures) {
        if (verdict.figures().containsKey("exposed")) {
            return "%s of %s requests were exposed to the fault"
                    .formatted(figures.of("exposed"), figures.of("requests"));
        }
        return "%s requests were chosen, %s were hit; of %s that were chosen and answered, %s were not hit; %s were hit and not chosen"
                .formatted(
                        figures.of("chosen"),
                        figures.of("hit"),
                        figures.of("answered"),
                        figures.of("missed"),
                        figures.of("unchosen"));
    }

    private static String injected(Verdict verdict, Words figures) {
        boolean offPhase = verdict.rows().stream().anyMatch(Evidence.OffPhase.class::isInstance);
        String there = verdict.passed()
                ? "the fault was there"
                : offPhase ? "the fault did not come and go with its phase" : "the fault was not there";
        var times = new ArrayList<String>();
        if (verdict.figures().containsKey("late")) {
            times.add("it came %s after its phase began".formatted(figures.of("late")));
        }
        if (verdict.figures().containsKey("longer")) {
            times.add("it went %s after that ended".formatted(figures.of("longer")));
        }
        return times.isEmpty() ? there : "%s; %s".formatted(there, String.join(", and ", times));
    }

    private static String offPhase(Evidence.OffPhase off) {
        boolean begins = off.edge() == Evidence.Edge.BEGIN;
        String bounds = off.from() == 0
                ? "not after %s".formatted(EpochClock.toInstant(off.to()))
                : off.to() == 0
                        ? "not before %s".formatted(EpochClock.toInstant(off.from()))
                        : "between %s and %s"
                                .formatted(EpochClock.toInstant(off.from()), EpochClock.toInstant(off.to()));
        return "its phase %s at %s; the fault %s at %s, which it was told to at %s; expected %s"
                .formatted(
                        begins ? "began" : "ended",
                        EpochClock.toInstant(off.phase()),
                        begins ? "came" : "went",
                        EpochClock.toInstant(off.time()),
                        EpochClock.toInstant(off.told()),
                        bounds);
    }

    private static String recovered(Verdict verdict, Words figures) {
        String gone = verdict.passed() ? "the fault is gone" : "the fault is not gone by itself";
        if (figures.count("asked") == 0) {
            return (verdict.passed() ? gone : "the fault is not known to be gone") + "; no request was sent after it";
        }
        return "%s; the last request that failed after it came %s later".formatted(gone, figures.of("recovery"));
    }

    private static String impact(Words figures) {
        if (figures.count("endpoints") == 0) {
            return "impact not known: no endpoint was asked before the fault";
        }
        String impact = figures.count("clear") > 0 ? "clear" : figures.count("doubtful") > 0 ? "doubtful" : "none";
        return "impact: %s; clear at %s and doubtful at %s of %s endpoints"
                .formatted(impact, figures.of("clear"), figures.of("doubtful"), figures.of("endpoints"));
    }

    private static String mechanism(Verdict verdict, Words figures) {
        return figures.count("signatures") == 0
                ? "mechanism not known: there is no baseline, or no sign of this kind of fault"
                : "mechanism: %sseen; %s"
                        .formatted(figures.count("seen") > 0 ? "" : "not ", String.join("; ", rows(verdict)));
    }

    private static String noLeak(Words figures) {
        return figures.count("known") == 0
                ? "no baseline to compare with; %s words are no system's".formatted(figures.of("new"))
                : "%s words of the signals are new since the fault began, beside %s of the baseline; %s of them are not explained by behaviour"
                        .formatted(figures.of("new"), figures.of("known"), figures.of("unexplained"));
    }

    private static String joined(Verdict verdict, Words figures) {
        var text = new StringBuilder("%s of %s answered requests have their %s (%s, at least %s expected)"
                .formatted(
                        figures.of("joined"),
                        figures.of("answered"),
                        partner(verdict.kind()),
                        figures.of("share"),
                        figures.of("wanted", 1)));
        for (JoinGap gap : JoinGap.values()) {
            if (figures.count(gap.figure()) > 0) {
                text.append("; ").append(figures.of(gap.figure())).append(": ").append(reason(verdict.kind(), gap));
            }
        }
        return text.toString();
    }

    private static String coverage(Words figures) {
        if (figures.count("series") == 0) {
            return absent(figures)
                    + "no series has samples throughout the window of %s".formatted(figures.of("window"));
        }
        String counts = "%s series and %s sources in a window of %s, %s more series did not live through it"
                .formatted(
                        figures.of("series"), figures.of("sources"), figures.of("window"), figures.of("came_or_ended"));
        if (figures.count("uncovered") == 0) {
            return absent(figures)
                    + "at least %s of the seconds have samples: %s".formatted(figures.of("least", 2), counts);
        }
        return absent(figures)
                + "%s of these have samples for less than %s of the seconds: %s; the least for %s"
                        .formatted(figures.of("uncovered"), figures.of("wanted", 0), counts, figures.of("least", 2));
    }

    private static String absent(Words figures) {
        if (figures.count("required") == 0) {
            return "no metric is required; ";
        }
        return figures.count("absent") == 0
                ? ""
                : "%s of %s metrics that must be there are absent; "
                        .formatted(figures.of("absent"), figures.of("required"));
    }

    private static String signals(Verdict verdict, Words figures) {
        boolean uncounted = verdict.rows().stream().anyMatch(Evidence.NotCounted.class::isInstance);
        return "%s requests, %s log records, %s spans, %s samples; %s"
                .formatted(
                        figures.of("requests"),
                        figures.of("log_records"),
                        figures.of("spans"),
                        figures.of("samples"),
                        verdict.passed()
                                ? (uncounted
                                        ? "nothing is empty or missing, as far as losses are counted here"
                                        : "nothing is empty, dropped or missing")
                                : "empty, dropped or missing: " + figures.of("objections"));
    }

    private static String clock(Verdict verdict, Words figures) {
        if (Math.abs(figures.count("step")) > figures.count("step_tolerance")) {
            return "this machine's clock was set by %s ns (tolerance %s ns): by the time of day it was %s, by the clock that nobody can set %s"
                    .formatted(
                            figures.of("step"),
                            figures.of("step_tolerance"),
                            figures.of("wall"),
                            figures.of("monotonic"));
        }
        if (verdict.figures().containsKey("readings")) {
            return "%s of %s readings of other clocks are within %s ns and the uncertainty of the reading"
                    .formatted(figures.of("agreeing"), figures.of("readings"), figures.of("tolerance"));
        }
        if (figures.count("services") == 0) {
            return "nothing is known of the clocks: no request names its service";
        }
        return verdict.passed()
                ? "the clocks of %s services may be at 0 ns from the load generator's (tolerance %s ns); their offsets lie between %s and %s ns"
                        .formatted(
                                figures.of("services"),
                                figures.of("tolerance"),
                                figures.of("lower"),
                                figures.of("upper"))
                : "the clocks of %s of %s services are more than %s ns from the load generator's, or nothing is known of them"
                        .formatted(verdict.rowCount(), figures.of("services"), figures.of("tolerance"));
    }

    private static String row(VerdictKind kind, Evidence row) {
        if (row instanceof Evidence.Answer answer) {
            return answer(answer);
        }
        if (row instanceof Evidence.Unjoined request) {
            return "%s %s %s of %s, status %s, request_id %s, trace_id %s: %s"
                    .formatted(
                            EpochClock.toInstant(request.time()),
                            request.method(),
                            request.route(),
                            request.serviceName(),
                            request.status(),
                            request.requestId(),
                            request.traceId(),
                            reason(kind, request.reason()));
        }
        if (row instanceof Evidence.Gap gap) {
            return String.format(
                    Locale.ROOT,
                    "%s: %.2f %% of the window, longest gap %.3f s from %s",
                    gap.series(),
                    gap.coverage(),
                    gap.gapDuration() / (double) NANOS_A_SECOND,
                    EpochClock.toInstant(gap.gapStart()));
        }
        if (row instanceof Evidence.Absent absent) {
            return "absent: %s with %s %s"
                    .formatted(absent.metric(), absent.label(), String.join(", ", absent.values()));
        }
        if (row instanceof Evidence.Empty empty) {
            String signal = empty.signal().name().toLowerCase(Locale.ROOT);
            return empty.serviceName() == null
                    ? signal + ": none"
                    : "%s: none of %s, which got %s requests".formatted(signal, empty.serviceName(), empty.requests());
        }
        if (row instanceof Evidence.FailedReadings failed) {
            return "dropped: %s%s is above 0 in %s samples"
                    .formatted(failed.metric(), failed.labels(), failed.samples());
        }
        if (row instanceof Evidence.NotArrived notArrived) {
            return "missing: " + notArrived.missing();
        }
        if (row instanceof Evidence.NotCounted notCounted) {
            return "not counted here: " + notCounted.missing();
        }
        if (row instanceof Evidence.ClockBounds clock) {
            return clock.joined() > 0
                    ? "%s: offset between %s and %s ns, by %s requests"
                            .formatted(clock.serviceName(), clock.lower(), clock.upper(), clock.joined())
                    : "%s: offset not known, none of %s requests has a server span"
                            .formatted(clock.serviceName(), clock.requests());
        }
        if (row instanceof Evidence.ClockReading reading) {
            return "%s at %s: %s ns off, ±%s ns"
                    .formatted(reading.clock(), reading.time(), reading.offset(), reading.uncertainty());
        }
        if (row instanceof Evidence.ClockStep set) {
            return String.format(
                    Locale.ROOT,
                    "this machine's clock was set by %.6f s; it was %.6f s by the time of day, %.6f s by the clock"
                            + " that nobody can set",
                    set.step() / (double) NANOS_A_SECOND,
                    set.wall() / (double) NANOS_A_SECOND,
                    set.monotonic() / (double) NANOS_A_SECOND);
        }
        if (row instanceof Evidence.Outside outside) {
            return "%s of %s: %s rows from %s to %s"
                    .formatted(
                            outside.signal().name().toLowerCase(Locale.ROOT),
                            outside.source(),
                            outside.rows(),
                            EpochClock.toInstant(outside.first()),
                            EpochClock.toInstant(outside.last()));
        }
        if (row instanceof Evidence.Doubled doubled) {
            return "%s: %s rows have the key %s"
                    .formatted(doubled.signal().name().toLowerCase(Locale.ROOT), doubled.rows(), doubled.key());
        }
        if (row instanceof Evidence.ToolSaid said) {
            return said.says();
        }
        if (row instanceof Evidence.OffPhase off) {
            return offPhase(off);
        }
        if (row instanceof Evidence.Endpoint endpoint) {
            return String.format(
                    Locale.ROOT,
                    "%s: %s %s of %s: %.1f %% of %d as expected before, %.1f %% of %d during the fault; %.1f ms"
                            + " before, %.1f ms during",
                    endpoint.impact().name().toLowerCase(Locale.ROOT),
                    endpoint.method(),
                    endpoint.route(),
                    endpoint.serviceName(),
                    endpoint.successBefore(),
                    endpoint.before(),
                    endpoint.successDuring(),
                    endpoint.during(),
                    endpoint.durationBefore() / 1e6,
                    endpoint.durationDuring() / 1e6);
        }
        if (row instanceof Evidence.Sign sign) {
            return "%s %s before, %s during the fault"
                    .formatted(
                            signature(sign.signature()),
                            figure(sign.signature(), sign.before()),
                            figure(sign.signature(), sign.during()));
        }
        if (row instanceof Evidence.NewWord word) {
            return "%s in %s: '%s', %s times, in %s requests: %s"
                    .formatted(
                            word.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            word.kind().signal().name().toLowerCase(Locale.ROOT),
                            word.word(),
                            word.times(),
                            word.requests(),
                            explanation(word.explanation()));
        }
        if (row instanceof Evidence.FileProblem problem) {
            return file(problem);
        }
        if (row instanceof Evidence.MoreFiles more) {
            return "%s: %s more files".formatted(more.where(), more.files());
        }
        throw new IllegalArgumentException("no words for " + row.getClass().getSimpleName());
    }

    private static String signature(Evidence.Signature signature) {
        return switch (signature) {
            case SERVER_DURATION -> "mean duration of server spans";
            case SERVER_ERRORS -> "share of server spans that failed";
            case DATABASE_DURATION -> "mean duration of the database's spans";
            case DATABASE_ERRORS -> "share of the database's spans that failed";
            case GARBAGE_TIME -> "share of the time that garbage was collected";
            case HEAP -> "share of the heap in use";
            case PROCESSOR_TIME -> "time of the processor";
            case STATEMENTS -> "share of requests that asked the database";
            case SILENCE -> "longest time without a server span";
        };
    }

    private static String figure(Evidence.Signature signature, @Nullable Double figure) {
        if (figure == null) {
            return "unknown";
        }
        return signature.isTime()
                ? String.format(Locale.ROOT, "%.1f ms", figure / 1e6)
                : String.format(Locale.ROOT, "%.1f %%", figure);
    }

    private static String explanation(Evidence.Explanation explanation) {
        return switch (explanation) {
            case TOOL -> "left by what brings the fault about";
            case NONE -> "not explained";
            case ANSWER -> "only with answers that the baseline has not";
            case FAILURE -> "it says that something failed";
            case VALUE -> "another value of known labels";
            case RARE -> "as rare as chance may leave out";
            case OUTSIDE -> "the target's own, as the fault came from outside";
        };
    }

    private static String answer(Evidence.Answer answer) {
        String error = answer.error();
        String got = answer.status() == 0 ? "no answer" : statusAndCode(answer.status(), answer.code());
        String expected = answer.expectedStatus() == null
                ? "what its task expects"
                : statusAndCode(answer.expectedStatus(), answer.expectedCode());
        return "%s %s %s of task %s%s: got %s%s%s, request_id %s"
                .formatted(
                        EpochClock.toInstant(answer.time()),
                        answer.method(),
                        answer.route(),
                        answer.task(),
                        answer.faultyOf() == null ? "" : ", the faulty one of " + answer.faultyOf(),
                        got,
                        got.equals(expected) ? ", as expected" : " instead of " + expected,
                        error == null
                                ? ""
                                : " (%s)".formatted(error.lines().findFirst().orElse("")),
                        answer.requestId());
    }

    private static String statusAndCode(int status, @Nullable String code) {
        return code == null ? Integer.toString(status) : status + " " + code;
    }

    private static String file(Evidence.FileProblem problem) {
        return switch (problem.state()) {
            case MISSING -> problem.path() + ": missing; expected as listed in SHA256SUMS";
            case CHANGED ->
                "%s: changed; expected sha256 %s, found %s"
                        .formatted(problem.path(), problem.expected(), problem.found());
            case ADDITIONAL -> problem.path() + ": additional; expected no file that SHA256SUMS does not list";
            case OTHERWISE ->
                "%s: expected %s, found %s".formatted(problem.path(), problem.expected(), problem.found());
        };
    }

    private static String partner(VerdictKind kind) {
        return kind == VerdictKind.SPANS_JOINED ? "server span" : "log record";
    }

    private static String reason(VerdictKind kind, JoinGap gap) {
        boolean spans = kind == VerdictKind.SPANS_JOINED;
        String id = spans ? "trace_id" : "request_id";
        return switch (gap) {
            case NO_ANSWER -> "no answer came";
            case NO_ID -> "it carried no " + id;
            case SERVICE_SILENT -> "no %s of its service in the whole window".formatted(partner(kind));
            case ELSEWHERE ->
                spans
                        ? "its trace has spans, but none that is a server's and its child"
                        : "only other services logged its id";
            case KILLED -> "answered less than 2 s before their service was killed";
            case AT_THE_END -> "answered less than 1 s before the end";
            case NOWHERE -> "no %s has its %s".formatted(partner(kind), id);
        };
    }

    /** The figures of a verdict as words. */
    private record Words(Map<String, Figure> figures) {
        long count(String name) {
            Figure figure = figures.get(name);
            return figure == null ? 0 : figure.whole();
        }

        /** Write a figure; with its unit where that is one that people say. */
        String of(String name) {
            return of(name, Figure.DIGITS);
        }

        /** Write it; a share or a time with so many digits behind the point, the rest is cut. */
        String of(String name, int digits) {
            Figure figure = figures.get(name);
            if (figure == null) {
                return "an unknown number of";
            }
            return switch (figure.unit()) {
                case PERCENT -> cut(figure.value(), digits) + " %";
                case SECONDS -> cut(figure.value(), digits) + " s";
                default -> figure.value().toPlainString();
            };
        }

        private static String cut(BigDecimal value, int digits) {
            return value.setScale(digits, RoundingMode.FLOOR).toPlainString();
        }
    }
}
