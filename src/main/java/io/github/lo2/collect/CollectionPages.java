package io.github.lo2.collect;

import io.github.lo2.card.CollectedData;
import io.github.lo2.card.CollectionCard;
import io.github.lo2.card.Licence;
import io.github.lo2.dataset.RunFolder;
import io.github.lo2.dataset.RunSummary;
import io.github.lo2.plan.Parameters;
import io.github.lo2.report.CollectionReport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a data set of many runs says of itself: the page to look at, its card, what machines read, how it is cited. */
final class CollectionPages {
    private CollectionPages() {}

    /**
     * Write them, by their files' names.
     *
     * @throws CollectException when the runs have several licences
     */
    static Map<String, String> of(String name, List<CollectedRun> index) {
        CollectedData data = data(name, index);
        var pages = new TreeMap<String, String>();
        pages.put(
                RunFolder.REPORT,
                CollectionReport.html(
                        name, index.stream().map(CollectionPages::entry).toList()));
        pages.put(RunFolder.CARD, CollectionCard.of(data));
        pages.put(RunFolder.CROISSANT, CollectionCard.croissant(data));
        pages.put(RunFolder.CITATION, CollectionCard.citation(data));
        return pages;
    }

    private static CollectedData data(String name, List<CollectedRun> index) {
        List<CollectedRun> taken = index.stream().filter(CollectedRun::isTaken).toList();
        List<RunSummary> runs = taken.stream()
                .map(run -> Objects.requireNonNull(run.summary(), "a run that is taken has a summary"))
                .toList();
        Set<String> licences = runs.stream().map(RunSummary::licence).collect(Collectors.toCollection(TreeSet::new));
        if (licences.size() > 1) {
            throw new CollectException(
                    "the runs have the licences %s; expected one for the whole data set; gather those of each licence apart"
                            .formatted(String.join(", ", licences)),
                    null);
        }
        return new CollectedData(
                name,
                UUID.nameUUIDFromBytes(taken.stream()
                        .map(CollectedRun::id)
                        .map(String::valueOf)
                        .collect(Collectors.joining(" "))
                        .getBytes(StandardCharsets.UTF_8)),
                taken.stream()
                        .map(run -> Objects.requireNonNullElse(run.ended(), "1970-01-01"))
                        .max(String::compareTo)
                        .orElse("1970-01-01")
                        .substring(0, 10),
                new Licence(licences.stream().findFirst().orElseGet(() -> Parameters.LICENCE.read(Map.of()))),
                runs,
                taken.stream().flatMap(run -> run.tables().keySet().stream()).collect(Collectors.toSet()),
                Collection.summary(index));
    }

    private static CollectionReport.Entry entry(CollectedRun run) {
        return new CollectionReport.Entry(
                run.task() == null ? "" : String.valueOf(run.task()),
                Objects.requireNonNullElse(run.run(), "–"),
                run.state().name().toLowerCase(Locale.ROOT),
                run.state() == CollectedRun.State.COMPLETE,
                "%s of %s".formatted(run.passed(), run.scenarios()),
                Objects.requireNonNullElse(run.host(), ""),
                Objects.requireNonNullElse(run.started(), ""),
                Objects.requireNonNullElse(run.why(), ""),
                run.sizes(),
                run.summary());
    }
}
