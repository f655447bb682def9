package io.github.lo2.card;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.RunTables;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.json.Json;
import io.github.lo2.table.Table;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import io.github.lo2.verdict.VerdictText;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Writes the card of a run, {@code README.md}, in the form that Hugging Face reads. */
public final class RunCard {
    /** Columns that are the label, or tell it by themselves, by table. */
    static final Map<Table, List<String>> LABELS = Map.of(
            Table.SCENARIOS, List.of("scenario", "tag", "failures", "anomalies", "confirmed"),
            Table.REQUESTS,
                    List.of(
                            "scenario",
                            "phase",
                            "tag",
                            "task",
                            "anomaly",
                            "background",
                            "confirmed",
                            "expected_status",
                            "expected_code"),
            Table.LOGS, List.of("scenario"),
            Table.SPANS, List.of("scenario"),
            Table.METRICS, List.of("scenario"),
            Table.METRICS_BEFORE, List.of("scenario"));

    /** Columns in which a symptom stands that counting finds. */
    static final Map<Table, List<String>> SYMPTOMS = Map.of(
            Table.REQUESTS, List.of("status", "code", "bytes", "error", "user"),
            Table.LOGS, List.of("message"),
            Table.SPANS, List.of("attributes"),
            Table.METRICS, List.of("labels"));

    private final Manifest manifest;
    private final Licence licence;

    private RunCard(Manifest manifest, Licence licence) {
        this.manifest = manifest;
        this.licence = licence;
    }

    /**
     * Write it.
     *
     * @param manifest the run's
     * @param licence what its data may be used by
     */
    public static String of(Manifest manifest, Licence licence) {
        var card = new RunCard(manifest, licence);
        return card.head() + card.body();
    }

    /** Say in one sentence what a run is. */
    static String summary(Manifest manifest) {
        return "Labelled requests, logs, spans and metrics of %s on the %s stack: %s scenarios, %s requests, of which %s are faulty."
                .formatted(
                        manifest.plan().system().name(),
                        manifest.stack().kind(),
                        manifest.scenarios().size(),
                        number(sum(manifest, ScenarioFacts.Counts::requests)),
                        number(sum(manifest, ScenarioFacts.Counts::anomalies)));
    }

    private String head() {
        var files = new EnumMap<Table, String>(Table.class);
        tables().forEach(table -> files.put(table, RunTables.FOLDER + "/" + table.fileName()));
        return head(manifest.run(), licence, rows(), files);
    }

    /**
     * Write what stands before a card's text, for machines.
     *
     * @param rows how many there are of all signals
     * @param files where each table's files are
     */
    static String head(String name, Licence licence, long rows, Map<Table, String> files) {
        String configurations = files.isEmpty()
                ? ""
                : files.entrySet().stream()
                        .map(table -> "- config_name: %s\n  data_files: \"%s\"\n%s"
                                .formatted(
                                        table.getKey().tableName(),
                                        table.getValue(),
                                        table.getKey() == Table.REQUESTS ? "  default: true\n" : ""))
                        .collect(Collectors.joining("", "configs:\n", ""));
        return """
            ---
            pretty_name: %s
            %s
            language:
            - en
            size_categories:
            - %s
            task_categories:
            - tabular-classification
            - time-series-forecasting
            tags:
            - microservices
            - anomaly-detection
            - root-cause-analysis
            - logs
            - traces
            - metrics
            %s---
            """.formatted(quoted(name), licence.yaml(), size(rows), configurations);
    }

    private String body() {
        return CardText.of("card.md")
                .formatted(
                        manifest.run(),
                        summary(manifest),
                        counts(),
                        tables().stream()
                                .map(table -> "`" + table.tableName() + "`")
                                .collect(Collectors.joining(", ")),
                        origin(),
                        columns(LABELS),
                        columns(SYMPTOMS),
                        VerdictText.sentence(manifest.drift()),
                        hardness(),
                        limits(),
                        licence.spdx());
    }

    private String counts() {
        return rows(List.of(
                List.of("scenarios", number(manifest.scenarios().size())),
                List.of("requests", number(sum(manifest, ScenarioFacts.Counts::requests))),
                List.of("faulty", number(sum(manifest, ScenarioFacts.Counts::anomalies))),
                List.of(
                        "faulty, with the answer that their scenario is named after",
                        number(sum(manifest, ScenarioFacts.Counts::confirmed))),
                List.of("log records", number(sum(manifest, ScenarioFacts.Counts::logRecords))),
                List.of("spans", number(sum(manifest, ScenarioFacts.Counts::spans))),
                List.of("samples of metrics", number(sum(manifest, ScenarioFacts.Counts::samples)))));
    }

    private String origin() {
        var facts = new ArrayList<List<String>>();
        facts.add(List.of("recorded", manifest.started() + " to " + manifest.ended()));
        facts.add(List.of(
                "suite",
                manifest.suite().version()
                        + (manifest.suite().commit() == null
                                ? ""
                                : ", commit " + manifest.suite().commit())));
        facts.add(List.of("command", manifest.suite().command()));
        facts.add(List.of("seed", Long.toString(manifest.plan().seed())));
        facts.add(List.of(
                "host",
                "%s, %s, %s processors"
                        .formatted(
                                manifest.host().os(),
                                manifest.host().cpu(),
                                manifest.host().cores())));
        manifest.stack().parts().forEach((name, version) -> facts.add(List.of(name, version)));
        return rows(facts);
    }

    private String hardness() {
        if (manifest.hardness() == null) {
            return "Not measured: the run keeps no tables.";
        }
        return VerdictText.lines(manifest.hardness()).stream()
                .map(line -> (line.startsWith(" ") ? "- " : "\n") + plain(line.strip()) + "\n")
                .collect(Collectors.joining())
                .strip();
    }

    private String limits() {
        var limits = new ArrayList<String>();
        limits.add("The load runs on the machine that it measures.");
        limits.add(
                "Log records and spans whose `origin` is `unknown` may be there because of a faulty request. They are"
                        + " not normal ones.");
        limits.add("Scenarios share caches, rows and JVMs, unless `lo2.isolation` was given.");
        if (manifest.stack().kind().equals("embedded")) {
            limits.add("The services ran as processes: there are no `container_*` metrics.");
        }
        long gapped = manifest.scenarios().stream()
                .filter(scenario -> scenario.verdicts().stream()
                        .anyMatch(verdict -> verdict.kind() == VerdictKind.COVERAGE && verdict.rowCount() > 0))
                .count();
        if (gapped > 0) {
            limits.add("%s scenarios have gaps in their metrics.".formatted(gapped));
        }
        for (Verdict verdict : manifest.verdicts()) {
            if (!verdict.passed()) {
                limits.add("The run failed a check: " + plain(VerdictText.sentence(verdict)));
            }
        }
        for (ScenarioFacts scenario : manifest.scenarios()) {
            scenario.objections()
                    .forEach(verdict -> limits.add(
                            "`%s` failed a check: %s".formatted(scenario.tag(), plain(VerdictText.sentence(verdict)))));
        }
        return limits.stream().map(limit -> "- " + limit).collect(Collectors.joining("\n"));
    }

    static String columns(Map<Table, List<String>> columns) {
        return Arrays.stream(Table.values())
                .filter(columns::containsKey)
                .map(table -> "- `%s`: %s"
                        .formatted(
                                table.tableName(),
                                columns.getOrDefault(table, List.of()).stream()
                                        .map(column -> "`" + column + "`")
                                        .collect(Collectors.joining(", "))))
                .collect(Collectors.joining("\n"));
    }

    private List<Table> tables() {
        return Arrays.stream(Table.values())
                .filter(table -> manifest.sizes().containsKey(table.tableName()))
                .toList();
    }

    private long rows() {
        return sum(manifest, ScenarioFacts.Counts::requests)
                + sum(manifest, ScenarioFacts.Counts::logRecords)
                + sum(manifest, ScenarioFacts.Counts::spans)
                + sum(manifest, ScenarioFacts.Counts::samples);
    }

    /** Name a size as Hugging Face does. */
    static String size(long rows) {
        long from = 1_000;
        if (rows < from) {
            return "n<1K";
        }
        List<String> names = List.of("1K", "10K", "100K", "1M", "10M", "100M", "1B", "10B", "100B", "1T");
        for (int i = 0; i + 1 < names.size(); i++) {
            if (rows < from * 10) {
                return names.get(i) + "<n<" + names.get(i + 1);
            }
            from *= 10;
        }
        return "n>1T";
    }

    static String rows(List<List<String>> rows) {
        return rows.stream()
                .map(row -> "| %s | %s |".formatted(plain(row.get(0)), plain(row.get(1))))
                .collect(Collectors.joining("\n"));
    }

    /** Take from a text what would end its line, its cell, or its being text. */
    private static String plain(String text) {
        return text.replaceAll("\\s+", " ")
                .replace("\\", "\\\\")
                .replace("|", "\\|")
                .replace("<", "&lt;")
                .replace("`", "'");
    }

    private static long sum(Manifest manifest, ToLongFunction<ScenarioFacts.Counts> count) {
        return manifest.scenarios().stream()
                .map(ScenarioFacts::counts)
                .mapToLong(count)
                .sum();
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Quote a text as YAML and JSON both do. */
    static String quoted(String text) {
        try {
            return Json.MAPPER.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
