package io.github.lo2.dataset;

import io.github.lo2.dataset.ScenarioFacts.PhaseFacts;
import io.github.lo2.plan.Format;
import io.github.lo2.plan.Phase;
import io.github.lo2.table.ScenarioRow;
import io.github.lo2.table.Table;
import io.github.lo2.table.TableMerge;
import io.github.lo2.table.TableViews;
import io.github.lo2.verdict.VerdictText;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.io.file.PathUtils;

/** The tables of a run, {@code tables/<table>.parquet}, and the parts that its scenarios add to them. */
public final class RunTables {
    /** The folder of the tables in that of a run. */
    public static final String FOLDER = "tables";

    private static final String MERGED = ".merged";

    private RunTables() {}

    /**
     * Open the tables of a complete run; the caller closes them.
     *
     * @throws io.github.lo2.table.TableException when a file is no Parquet file
     */
    public static TableViews of(Path run) {
        Map<Table, List<Path>> files = Arrays.stream(Table.values())
                .collect(Collectors.toMap(table -> table, table -> existing(file(run, table))));
        return TableViews.open(run, files);
    }

    /**
     * Refuse a run that has not all tables.
     *
     * @throws DatasetException when one is missing
     */
    public static void require(Path run) {
        for (Table table : Table.values()) {
            if (!Files.exists(file(run, table))) {
                throw new DatasetException(
                        "%s is not there; expected the tables of a complete run; record one with parquet among -Dlo2.formats"
                                .formatted(file(run, table)),
                        null);
            }
        }
    }

    /** Name the file of a table. */
    public static Path file(Path run, Table table) {
        return run.resolve(FOLDER).resolve(table.fileName());
    }

    static SortedMap<String, Long> sizes(Path run) {
        var sizes = new TreeMap<String, Long>();
        for (Table table : Table.values()) {
            try {
                if (Files.exists(file(run, table))) {
                    sizes.put(table.tableName(), Files.size(file(run, table)));
                }
            } catch (IOException e) {
                throw new DatasetException("%s cannot be read: %s".formatted(file(run, table), e), e);
            }
        }
        return sizes;
    }

    static TableViews ofParts(Path parts) {
        Map<Table, List<Path>> files =
                Arrays.stream(Table.values()).collect(Collectors.toMap(table -> table, table -> parts(parts, table)));
        return TableViews.open(parts, files);
    }

    /**
     * Make the tables of a run of its scenarios' parts, unless they are there, and hide the folders of scenarios of which
     * only tables are kept. What breaks it off is made good by another call.
     *
     * @param scenarios all scenarios of the run, in the order of the plan
     * @throws DatasetException when the disk refuses
     */
    static void complete(Path run, PlanFile planned, List<ScenarioFacts> scenarios, Set<Format> formats) {
        try {
            if (formats.contains(Format.PARQUET) && !Files.isDirectory(run.resolve(FOLDER))) {
                try {
                    write(run, planned, scenarios);
                } finally {
                    // On a full disk, half of the tables would be in the way of everything else.
                    deleteIfThere(hidden(run));
                }
            }
            if (!formats.contains(Format.LO2)) {
                for (ScenarioFacts scenario : scenarios) {
                    renameIfThere(run.resolve(scenario.tag()), merged(run, scenario.tag()));
                }
            }
        } catch (IOException e) {
            throw new DatasetException(
                    "the tables of %s cannot be completed: %s; free disk space there and resume the run"
                            .formatted(run, e),
                    e);
        }
    }

    /** Take back what {@link #complete} made, however far it came: all that it was made of is still there. */
    static void undo(Path run, List<String> tags) {
        try {
            for (String tag : tags) {
                renameIfThere(merged(run, tag), run.resolve(tag));
            }
            Path hidden = hidden(run);
            deleteIfThere(hidden);
            renameIfThere(run.resolve(FOLDER), hidden);
            deleteIfThere(hidden);
        } catch (IOException e) {
            throw new DatasetException("the tables of %s cannot be taken back: %s".formatted(run, e), e);
        }
    }

    /** Delete what the tables of a complete run were made of, and the folders of which only tables are kept. */
    static void deleteParts(Path run) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(run, Files::isDirectory)) {
            for (Path folder : folders) {
                String name = folder.getFileName().toString();
                if (!name.startsWith(".")) {
                    deleteIfThere(folder.resolve(ScenarioFolder.PARTS));
                } else if (name.endsWith(MERGED)) {
                    PathUtils.deleteDirectory(folder);
                }
            }
        } catch (IOException e) {
            throw new DatasetException(
                    "%s is complete, but what its tables were made of cannot be deleted: %s; delete the hidden folders in it"
                            .formatted(run, e),
                    e);
        }
    }

    private static void write(Path run, PlanFile planned, List<ScenarioFacts> scenarios) throws IOException {
        Path hidden = hidden(run);
        deleteIfThere(hidden);
        Files.createDirectories(hidden);
        var parts = new EnumMap<Table, List<Path>>(Table.class);
        for (Table table : Table.OF_SCENARIO) {
            parts.put(
                    table,
                    scenarios.stream()
                            .map(scenario -> run.resolve(scenario.tag()).resolve(ScenarioFolder.PARTS))
                            .flatMap(folder -> parts(folder, table).stream())
                            .toList());
        }
        parts.forEach((table, files) -> {
            if (!files.isEmpty()) {
                TableMerge.write(table, files, hidden.resolve(table.fileName()));
            }
        });
        TableMerge.writeScenarios(
                run.getFileName().toString(),
                scenarios.stream().map(facts -> row(planned.seed(), facts)).toList(),
                hidden.resolve(Table.SCENARIOS.fileName()));
        Disk.publish(hidden, run.resolve(FOLDER));
    }

    private static Path hidden(Path run) {
        return run.resolve("." + FOLDER + ".part");
    }

    private static Path merged(Path run, String tag) {
        return run.resolve("." + tag + MERGED);
    }

    private static void renameIfThere(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Disk.rename(from, to);
        }
    }

    private static void deleteIfThere(Path folder) throws IOException {
        if (Files.exists(folder)) {
            PathUtils.deleteDirectory(folder);
        }
    }

    private static ScenarioRow row(long seed, ScenarioFacts facts) {
        String objections =
                facts.objections().stream().map(VerdictText::sentence).collect(Collectors.joining("\n"));
        return new ScenarioRow(
                facts.tag(),
                facts.ordinal(),
                facts.tag(),
                seed,
                facts.plannedDuration(),
                facts.duration(),
                facts.phase(Phase.Kind.FAULT).map(PhaseFacts::startTime).orElse(null),
                facts.phase(Phase.Kind.FAULT).map(PhaseFacts::endTime).orElse(null),
                facts.dose(),
                facts.pause(),
                facts.beyond(),
                facts.startTime(),
                facts.endTime(),
                facts.counts().requests(),
                facts.counts().failures(),
                facts.counts().anomalies(),
                facts.counts().confirmed(),
                facts.counts().logRecords(),
                facts.counts().spans(),
                facts.counts().samples(),
                facts.isPassed(),
                objections.isEmpty() ? null : objections);
    }

    private static List<Path> existing(Path file) {
        return Files.exists(file) ? List.of(file) : List.of();
    }

    /** List the parts of a table in a folder, in the order of their rows; none where there is no such folder. */
    public static List<Path> parts(Path folder, Table table) {
        var parts = new ArrayList<Path>();
        if (!Files.isDirectory(folder)) {
            return parts;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, table.tableName() + "-*.parquet")) {
            files.forEach(parts::add);
        } catch (IOException e) {
            throw new DatasetException("%s cannot be read: %s".formatted(folder, e), e);
        }
        return parts.stream().sorted().toList();
    }
}
