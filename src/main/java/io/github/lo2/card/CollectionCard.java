package io.github.lo2.card;

import io.github.lo2.dataset.RunSummary;
import io.github.lo2.table.Table;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the card of a data set of many runs, {@code README.md}, and what else it says of itself. */
public final class CollectionCard {
    private CollectionCard() {}

    /** Write the card, in the form that Hugging Face reads. */
    public static String of(CollectedData data) {
        return head(data) + body(data);
    }

    /** Describe the tables for machines, {@code croissant.json}. */
    public static String croissant(CollectedData data) {
        Map<Table, Croissant.Files> files = new EnumMap<>(Table.class);
        data.ofTables().forEach(table -> files.put(table, new Croissant.FileSet(files(table))));
        return Croissant.of(
                new Croissant.About(
                        data.name(),
                        data.summary(),
                        data.licence(),
                        data.id(),
                        data.date(),
                        "LO2 suite %s, %s".formatted(data.words(RunSummary::suite), data.name())),
                files);
    }

    /** Write how it is cited, {@code CITATION.cff}. */
    public static String citation(CollectedData data) {
        return RunCitation.of(
                data.name(), data.summary(), data.words(RunSummary::suite), data.date(), data.licence(), data.id());
    }

    private static String head(CollectedData data) {
        return RunCard.head(
                data.name(),
                data.licence(),
                data.sum(RunSummary::requests)
                        + data.sum(RunSummary::logRecords)
                        + data.sum(RunSummary::spans)
                        + data.sum(RunSummary::samples),
                data.ofTables().stream()
                        .collect(Collectors.toMap(
                                table -> table, CollectionCard::files, (a, b) -> a, () -> new EnumMap<>(Table.class))));
    }

    private static String files(Table table) {
        return table.tableName() + "/*.parquet";
    }

    private static String body(CollectedData data) {
        return CardText.of("collection.md")
                .formatted(
                        data.name(),
                        data.summary(),
                        RunCard.rows(List.of(
                                List.of("runs", RunCard.number(data.runs().size())),
                                List.of(
                                        "seconds under load",
                                        RunCard.number(data.sum(RunSummary::duration) / 1_000_000_000)),
                                List.of("requests", RunCard.number(data.sum(RunSummary::requests))),
                                List.of("faulty", RunCard.number(data.sum(RunSummary::anomalies))),
                                List.of(
                                        "faulty, with the answer that their scenario is named after",
                                        RunCard.number(data.sum(RunSummary::confirmed))),
                                List.of("log records", RunCard.number(data.sum(RunSummary::logRecords))),
                                List.of("spans", RunCard.number(data.sum(RunSummary::spans))),
                                List.of("samples of metrics", RunCard.number(data.sum(RunSummary::samples))))),
                        data.ofTables().stream()
                                .map(table -> "`" + table.tableName() + "`")
                                .collect(Collectors.joining(", ")),
                        data.states(),
                        data.words(RunSummary::suite),
                        RunCard.columns(RunCard.LABELS),
                        RunCard.columns(RunCard.SYMPTOMS),
                        data.hardness(),
                        limits(data),
                        data.licence().spdx());
    }

    private static String limits(CollectedData data) {
        long failing = data.runs().stream()
                .flatMap(run -> run.failed().values().stream())
                .filter(kinds -> !kinds.isEmpty())
                .count();
        return """
            - The load runs on the machine that it measures.
            - Log records and spans whose `origin` is `unknown` may be there because of a faulty request. They are not normal ones.
            - %s scenarios failed a check. They are in the data; `index.csv` says in `why` what failed.\
            """.formatted(RunCard.number(failing));
    }
}
