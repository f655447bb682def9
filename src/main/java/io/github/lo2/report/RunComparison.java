package io.github.lo2.report;

import com.github.mustachejava.DefaultMustacheFactory;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.report.RunFigures.OfEndpoint;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import io.github.lo2.verdict.VerdictText;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Makes the page that compares two runs: one file of HTML that needs nothing else. What differs comes first.
 *
 * <p>Scenarios are compared by their tags. Those that only one run has are named, and count nowhere else.
 */
public final class RunComparison {
    private static final String TEMPLATE = "io/github/lo2/report/comparison.mustache";

    /** A latency that is so many times the other one's is told of first. */
    private static final double NOTABLE = 1.5;

    /** A quantile of fewer requests says little. */
    private static final long ENOUGH = 30;

    /** From which difference of its share an answer is told of first. */
    private static final double NOTABLE_SHARE = 0.01;

    /** Of names that only one run has, so many are shown. */
    private static final int MOST_NAMES = 200;

    private RunComparison() {}

    /** Name the scenarios that both runs have, in the order of the first. */
    public static List<String> common(ReportedRun a, ReportedRun b) {
        Set<String> others = new TreeSet<>(tags(b));
        return tags(a).stream().filter(others::contains).toList();
    }

    /** Write the page. */
    public static String html(RunFigures a, RunFigures b) {
        var html = new StringWriter();
        new DefaultMustacheFactory().compile(TEMPLATE).execute(html, Page.of(a, b));
        return html.toString();
    }

    /** What the template shows. */
    record Page(
            String nameA,
            String nameB,
            String pageStyle,
            List<String> first,
            List<FactRow> differing,
            List<FactRow> same,
            List<VerdictRow> verdicts,
            List<RateRow> rates,
            List<EndpointRow> endpoints,
            List<ScenarioEndpoints> byScenario,
            List<AnswerRow> answers,
            List<OneSided> oneSided,
            List<String> without) {

        static Page of(RunFigures a, RunFigures b) {
            List<String> common = common(a.run(), b.run());
            List<FactRow> facts = FactRow.of(a.run(), b.run());
            List<VerdictRow> verdicts = VerdictRow.of(a.run(), b.run(), common);
            List<RateRow> rates = RateRow.of(a.run(), b.run(), common);
            List<EndpointRow> endpoints = EndpointRow.of(RunFigures.ALL, a, b);
            List<AnswerRow> answers = Stream.concat(Stream.of(RunFigures.ALL), common.stream())
                    .flatMap(scenario -> AnswerRow.of(scenario, a, b).stream())
                    .sorted(Comparator.comparing(AnswerRow::difference).reversed())
                    .toList();
            var page = new Page(
                    a.run().name(),
                    b.run().name(),
                    PageParts.style(),
                    new ArrayList<>(),
                    facts.stream().filter(FactRow::differs).toList(),
                    facts.stream().filter(fact -> !fact.differs()).toList(),
                    verdicts,
                    rates,
                    endpoints,
                    common.stream()
                            .map(tag -> new ScenarioEndpoints(tag, EndpointRow.of(tag, a, b)))
                            .toList(),
                    answers,
                    OneSided.of(a, b),
                    Stream.of(a, b).flatMap(run -> run.without().stream()).toList());
            page.first.addAll(page.differences(common, a.run(), b.run()));
            return page;
        }

        private List<String> differences(List<String> common, ReportedRun a, ReportedRun b) {
            var lines = new ArrayList<String>();
            lines.add("%s of %s facts differ: %s"
                    .formatted(
                            differing.size(),
                            differing.size() + same.size(),
                            String.join(
                                    ", ", differing.stream().map(FactRow::name).toList())));
            onlyIn("A", tags(a), common).ifPresent(lines::add);
            onlyIn("B", tags(b), common).ifPresent(lines::add);
            lines.add(
                    verdicts.isEmpty()
                            ? "The verdicts are the same in all %s scenarios of both".formatted(common.size())
                            : "%s verdicts differ".formatted(verdicts.size()));
            if (!rates.isEmpty()) {
                RateRow all = rates.get(0);
                lines.add("Requests a second, over all scenarios of both: %s in A, %s in B, %s"
                        .formatted(
                                all.requests.a(),
                                all.requests.b(),
                                all.requests.ratio().text()));
            }
            List<EndpointRow> notable =
                    endpoints.stream().filter(EndpointRow::isNotable).toList();
            if (!endpoints.isEmpty()) {
                lines.add("%s of %s endpoints have a p95 that is %s times the other run's, or more%s"
                        .formatted(
                                notable.size(),
                                endpoints.size(),
                                NOTABLE,
                                notable.isEmpty()
                                        ? ""
                                        : ": most of all %s, %s ms in A and %s in B"
                                                .formatted(
                                                        notable.get(0).name(),
                                                        notable.get(0).p95().a(),
                                                        notable.get(0).p95().b())));
            }
            Set<String> changed = new TreeSet<>(answers.stream()
                    .filter(AnswerRow::isNotable)
                    .map(AnswerRow::scenario)
                    .toList());
            changed.remove(RunFigures.ALL);
            lines.add("The share of an answer differs by %s or more in %s of %s scenarios"
                    .formatted(Wording.percent(NOTABLE_SHARE), changed.size(), common.size()));
            oneSided.forEach(of ->
                    lines.add("%s: %s only in A, %s only in B".formatted(of.what, of.onlyA.count(), of.onlyB.count())));
            return lines;
        }

        private static Optional<String> onlyIn(String which, List<String> tags, List<String> common) {
            List<String> only =
                    tags.stream().filter(tag -> !common.contains(tag)).toList();
            return only.isEmpty()
                    ? Optional.empty()
                    : Optional.of("%s scenarios only in %s: %s".formatted(only.size(), which, String.join(", ", only)));
        }

        boolean hasVerdicts() {
            return !verdicts.isEmpty();
        }

        boolean hasTables() {
            return without.isEmpty();
        }
    }

    /** A fact of both runs. */
    record FactRow(String name, String a, String b) {
        static List<FactRow> of(ReportedRun a, ReportedRun b) {
            Map<String, String> ofA = byName(a);
            Map<String, String> ofB = byName(b);
            var names = new LinkedHashMap<>(ofA);
            ofB.forEach(names::putIfAbsent);
            return names.keySet().stream()
                    .map(name -> new FactRow(name, ofA.getOrDefault(name, "–"), ofB.getOrDefault(name, "–")))
                    .toList();
        }

        private static Map<String, String> byName(ReportedRun run) {
            var facts = new LinkedHashMap<String, String>();
            run.facts().forEach(fact -> facts.merge(fact.name(), fact.value(), (one, other) -> one + "; " + other));
            return facts;
        }

        boolean differs() {
            return !a.equals(b);
        }
    }

    /** A verdict that differs. */
    record VerdictRow(String about, String kind, Side a, Side b) {
        /** What one run says. */
        record Side(String style, String sentence) {
            static Side of(Optional<Verdict> verdict) {
                return verdict.map(given -> new Side(Wording.style(given.passed()), VerdictText.sentence(given)))
                        .orElseGet(() -> new Side("none", "not judged"));
            }
        }

        static List<VerdictRow> of(ReportedRun a, ReportedRun b, List<String> common) {
            var rows = new ArrayList<>(of("the run", a.verdicts(), b.verdicts()));
            for (String tag : common) {
                rows.addAll(of(tag, facts(a, tag).verdicts(), facts(b, tag).verdicts()));
            }
            return rows;
        }

        private static List<VerdictRow> of(String about, List<Verdict> ofA, List<Verdict> ofB) {
            var rows = new ArrayList<VerdictRow>();
            for (VerdictKind kind : VerdictKind.values()) {
                Optional<Verdict> ofOne = find(ofA, kind);
                Optional<Verdict> ofOther = find(ofB, kind);
                if (!ofOne.map(Verdict::passed).equals(ofOther.map(Verdict::passed))) {
                    rows.add(new VerdictRow(about, RunReport.words(kind), Side.of(ofOne), Side.of(ofOther)));
                }
            }
            return rows;
        }

        private static Optional<Verdict> find(List<Verdict> verdicts, VerdictKind kind) {
            return verdicts.stream().filter(verdict -> verdict.kind() == kind).findFirst();
        }
    }

    /**
     * How the one is to the other.
     *
     * @param style of its cell
     * @param heat how far it is from the same, 0 to 1
     */
    record Ratio(String text, String style, String heat) {
        static Ratio of(double a, double b) {
            if (!(a > 0) || !(b > 0)) {
                return new Ratio(a == b ? "=" : "–", "", "0");
            }
            double ratio = b / a;
            double heat = Math.min(1, Math.abs(Math.log(ratio) / Math.log(2)) / 2);
            return new Ratio(
                    String.format(Locale.ROOT, "×%.2f", ratio),
                    ratio < 1 ? "cool" : "heat",
                    String.format(Locale.ROOT, "%.2f", heat));
        }
    }

    /** A figure of both runs. */
    record Both(String a, String b, Ratio ratio) {
        static Both of(double a, double b) {
            return new Both(Wording.value(a), Wording.value(b), Ratio.of(a, b));
        }
    }

    /** How much of each signal a scenario has a second. */
    record RateRow(String scenario, Both requests, Both logs, Both spans, Both samples) {
        static List<RateRow> of(ReportedRun a, ReportedRun b, List<String> common) {
            if (common.isEmpty()) {
                return List.of();
            }
            return Stream.concat(
                            Stream.of(of("all", facts(a, common), facts(b, common))),
                            common.stream().map(tag -> of(tag, List.of(facts(a, tag)), List.of(facts(b, tag)))))
                    .toList();
        }

        private static RateRow of(String name, List<ScenarioFacts> a, List<ScenarioFacts> b) {
            return new RateRow(
                    name,
                    both(a, b, facts -> facts.counts().requests()),
                    both(a, b, facts -> facts.counts().logRecords()),
                    both(a, b, facts -> facts.counts().spans()),
                    both(a, b, facts -> facts.counts().samples()));
        }

        private static Both both(List<ScenarioFacts> a, List<ScenarioFacts> b, ToLongFunction<ScenarioFacts> count) {
            return Both.of(rate(a, count), rate(b, count));
        }

        private static double rate(List<ScenarioFacts> scenarios, ToLongFunction<ScenarioFacts> count) {
            long nanos = scenarios.stream().mapToLong(ScenarioFacts::duration).sum();
            return scenarios.stream().mapToLong(count).sum() * 1e9 / Math.max(1, nanos);
        }
    }

    /** An endpoint of a scenario; the one that differs most comes first. */
    record EndpointRow(
            String name,
            String requestsA,
            String requestsB,
            Both p50,
            Both p95,
            Both p99,
            double change,
            boolean isNotable) {
        static List<EndpointRow> of(String scenario, RunFigures a, RunFigures b) {
            SortedMap<String, OfEndpoint> ofA = a.endpoints().getOrDefault(scenario, new TreeMap<>());
            SortedMap<String, OfEndpoint> ofB = b.endpoints().getOrDefault(scenario, new TreeMap<>());
            var names = new TreeSet<>(ofA.keySet());
            names.addAll(ofB.keySet());
            var none = new OfEndpoint(0, 0, 0, 0);
            return names.stream()
                    .map(name -> of(name, ofA.getOrDefault(name, none), ofB.getOrDefault(name, none)))
                    .sorted(Comparator.comparing(EndpointRow::isNotable)
                            .thenComparing(EndpointRow::change)
                            .reversed())
                    .toList();
        }

        private static EndpointRow of(String name, OfEndpoint a, OfEndpoint b) {
            double change = a.p95() > 0 && b.p95() > 0 ? Math.abs(Math.log(b.p95() / a.p95())) : 0;
            return new EndpointRow(
                    name,
                    Wording.number(a.requests()),
                    Wording.number(b.requests()),
                    Both.of(a.p50(), b.p50()),
                    Both.of(a.p95(), b.p95()),
                    Both.of(a.p99(), b.p99()),
                    change,
                    Math.min(a.requests(), b.requests()) >= ENOUGH && change >= Math.log(NOTABLE));
        }
    }

    /** The endpoints of a scenario. */
    record ScenarioEndpoints(String scenario, List<EndpointRow> endpoints) {}

    /** How often a status and code was the answer in a scenario. */
    record AnswerRow(
            String scenario,
            String answer,
            String countA,
            String countB,
            String shareA,
            String shareB,
            double difference) {
        static List<AnswerRow> of(String scenario, RunFigures a, RunFigures b) {
            SortedMap<String, Long> ofA = a.answers().getOrDefault(scenario, new TreeMap<>());
            SortedMap<String, Long> ofB = b.answers().getOrDefault(scenario, new TreeMap<>());
            var names = new TreeSet<>(ofA.keySet());
            names.addAll(ofB.keySet());
            return names.stream()
                    .map(name -> {
                        long countA = ofA.getOrDefault(name, 0L);
                        long countB = ofB.getOrDefault(name, 0L);
                        double shareA = (double) countA / Math.max(1, sum(ofA));
                        double shareB = (double) countB / Math.max(1, sum(ofB));
                        return new AnswerRow(
                                scenario,
                                name,
                                Wording.number(countA),
                                Wording.number(countB),
                                Wording.percent(shareA),
                                Wording.percent(shareB),
                                Math.abs(shareA - shareB));
                    })
                    .toList();
        }

        private static long sum(SortedMap<String, Long> counts) {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }

        boolean isNotable() {
            return difference >= NOTABLE_SHARE;
        }

        String style() {
            return isNotable() ? "warn" : "";
        }
    }

    /** Names that only one run has, those with most rows first. */
    record OneSided(String what, String rows, Names onlyA, Names onlyB) {
        /** Names with how many rows each has. */
        record Names(int count, List<Name> shown) {
            static Names of(SortedMap<String, Long> own, SortedMap<String, Long> others) {
                List<Name> only = own.entrySet().stream()
                        .filter(name -> !others.containsKey(name.getKey()))
                        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                        .map(name -> new Name(name.getKey(), Wording.number(name.getValue())))
                        .toList();
                return new Names(only.size(), only.stream().limit(MOST_NAMES).toList());
            }

            boolean hasMore() {
                return shown.size() < count;
            }

            int more() {
                return count - shown.size();
            }

            boolean isEmpty() {
                return count == 0;
            }
        }

        /** A name. */
        record Name(String name, String rows) {}

        static List<OneSided> of(RunFigures a, RunFigures b) {
            return List.of(
                    of("Loggers", "records", a.loggers(), b.loggers()),
                    of("Log templates", "records", a.templates(), b.templates()),
                    of("Metrics", "series", a.metrics(), b.metrics()));
        }

        private static OneSided of(String what, String rows, SortedMap<String, Long> a, SortedMap<String, Long> b) {
            return new OneSided(what, rows, Names.of(a, b), Names.of(b, a));
        }
    }

    private static List<String> tags(ReportedRun run) {
        return run.scenarios().stream().map(ScenarioFacts::tag).toList();
    }

    private static List<ScenarioFacts> facts(ReportedRun run, List<String> tags) {
        return run.scenarios().stream()
                .filter(scenario -> tags.contains(scenario.tag()))
                .toList();
    }

    private static ScenarioFacts facts(ReportedRun run, String tag) {
        return facts(run, List.of(tag)).get(0);
    }
}
