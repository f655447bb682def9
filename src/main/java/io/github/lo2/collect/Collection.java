package io.github.lo2.collect;

import io.github.lo2.campaign.Campaign;
import io.github.lo2.collect.CollectedRun.State;
import io.github.lo2.dataset.Checksums;
import io.github.lo2.dataset.Disk;
import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.PlanFile;
import io.github.lo2.dataset.RunFolder;
import io.github.lo2.dataset.RunTables;
import io.github.lo2.dataset.WholeFile;
import io.github.lo2.json.Json;
import io.github.lo2.table.Table;
import io.github.lo2.table.TableMerge;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Many runs as one data set.
 *
 * <pre>
 * manifest.json              what it is, and all that is known of each run
 * SHA256SUMS                 of all other files
 * report.html                the page to look at
 * README.md, croissant.json, CITATION.cff
 *                            what it says of itself to those who download it
 * index.csv, index.parquet   a row a task, or a run
 * splits.csv, splits.parquet which runs train, validate and test
 * &lt;table&gt;/&lt;run&gt;.parquet     the tables of the runs; compact: &lt;table&gt;/part-&lt;n&gt;.parquet
 * </pre>
 */
public final class Collection {
    /** The name of this layout. */
    public static final String FORMAT = "LO2 collection, version 2";

    /** What publishers take as one file without more ado. */
    private static final long COMPACT_BYTES = 1_900_000_000;

    /** What stands beside the tables, in SHA256SUMS too. */
    private static final List<String> FILES = Stream.concat(
                    Stream.of("index.csv", "index.parquet", "splits.csv", "splits.parquet"), RunFolder.PAGES.stream())
            .toList();

    private static final PlainTable<CollectedRun> INDEX = PlainTable.of(index());
    private static final PlainTable<Splits.Split> SPLITS = PlainTable.of(splits());

    private final Path results;
    private final Path to;
    private final boolean compact;
    private final Consumer<String> log;

    private Collection(Path results, Path to, boolean compact, Consumer<String> log) {
        this.results = results;
        this.to = to;
        this.compact = compact;
        this.log = log;
    }

    /** The form of {@code manifest.json}. */
    private record Written(
            String format,
            @Nullable String campaign,
            long seed,
            boolean compact,
            List<CollectedRun> runs,
            @Nullable String sha256sums) {}

    /**
     * Gather runs. What was gathered before and is still what it was is not looked at again.
     *
     * @param results the folder of the runs; with a {@code campaign.yaml} in it, every task has a row
     * @param to the folder of the data set, outside of {@code results}; made when it is not there
     * @param compact few files below 2 GB in the place of one a run
     * @param seed what the splits are drawn from, where no campaign says one
     * @param log is told how it goes
     * @return the index
     * @throws CollectException when a folder cannot be read or written
     */
    public static List<CollectedRun> of(Path results, Path to, boolean compact, long seed, Consumer<String> log) {
        if (!Files.isDirectory(results)) {
            throw new CollectException("%s is no folder; expected that of runs".formatted(results), null);
        }
        try {
            return new Collection(results, to, compact, log).gather(seed);
        } catch (IOException e) {
            throw new CollectException("the runs of %s cannot be gathered in %s: %s".formatted(results, to, e), e);
        }
    }

    private List<CollectedRun> gather(long givenSeed) throws IOException {
        Files.createDirectories(to);
        Path design = results.resolve(Campaign.FILE_NAME);
        Optional<Campaign> campaign = Files.exists(design) ? Optional.of(Campaign.read(design)) : Optional.empty();
        List<CollectedRun> index = withMissing(withoutDuplicates(looks(known())), campaign);
        List<CollectedRun> taken = index.stream().filter(CollectedRun::isTaken).toList();
        Map<String, String> sums = new TreeMap<>();
        for (Table table : Table.values()) {
            sums.putAll(compact ? merge(table, taken) : link(table, taken));
        }
        long seed = campaign.map(Campaign::seed).orElse(givenSeed);
        INDEX.write(to, "index", index);
        SPLITS.write(to, "splits", Splits.draw(index, seed));
        String name = campaign.map(Campaign::name).orElse(String.valueOf(to.getFileName()));
        CollectionPages.of(name, index).forEach((page, text) -> WholeFile.write(to.resolve(page), text));
        for (String file : FILES) {
            sums.put(file, Checksums.sha256(to.resolve(file)));
        }
        Checksums.listed(new TreeMap<>(sums)).write(to);
        var written = new Written(
                FORMAT,
                campaign.map(Campaign::name).orElse(null),
                seed,
                compact,
                index,
                Checksums.sha256(to.resolve(Checksums.FILE_NAME)));
        WholeFile.write(to.resolve(Manifest.FILE_NAME), output -> Json.MAPPER.writeValue(output, written));
        return index;
    }

    /** Read what an earlier call knew, by the checksum of the runs' manifests. */
    private Map<String, CollectedRun> known() throws IOException {
        Path file = to.resolve(Manifest.FILE_NAME);
        var known = new HashMap<String, CollectedRun>();
        if (Files.exists(file)) {
            Written before = Json.MAPPER.readValue(file.toFile(), Written.class);
            if (!FORMAT.equals(before.format())) {
                throw new CollectException(
                        "%s has the format '%s'; expected '%s'; choose another folder"
                                .formatted(file, before.format(), FORMAT),
                        null);
            }
            for (CollectedRun run : before.runs()) {
                if (run.isTaken() && run.manifest() != null && run.run() != null) {
                    known.put(run.run() + " " + run.manifest(), run);
                }
            }
        }
        return known;
    }

    /** Look at each run, as many at a time as there are cores: what stays of one is its row. */
    private List<CollectedRun> looks(Map<String, CollectedRun> known) throws IOException {
        List<Path> runs = runs();
        ExecutorService cores =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            var looks = new ArrayList<Future<CollectedRun>>();
            for (Path run : runs) {
                Callable<CollectedRun> look =
                        () -> Optional.ofNullable(knownAgain(run, known)).orElseGet(() -> RunLook.at(run));
                looks.add(cores.submit(look));
            }
            var rows = new ArrayList<CollectedRun>();
            for (Future<CollectedRun> look : looks) {
                CollectedRun row = look.get();
                log.accept("%s %s%s"
                        .formatted(
                                row.state().name().toLowerCase(Locale.ROOT),
                                row.run(),
                                row.why() == null ? "" : ": " + row.why()));
                rows.add(row);
            }
            return rows;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CollectException("interrupted while runs were validated", e);
        } catch (ExecutionException e) {
            throw new CollectException("a run cannot be validated: " + e.getCause(), e);
        } finally {
            cores.shutdownNow();
        }
    }

    /** Find what is known of a run whose manifest and whose tables' sizes are those of before. */
    private static @Nullable CollectedRun knownAgain(Path run, Map<String, CollectedRun> known) throws IOException {
        Path manifest = run.resolve(Manifest.FILE_NAME);
        if (known.isEmpty() || !Files.exists(manifest)) {
            return null;
        }
        CollectedRun before = known.get(run.getFileName() + " " + Checksums.sha256(manifest));
        if (before == null) {
            return null;
        }
        for (Map.Entry<String, Long> size : before.sizes().entrySet()) {
            Path table = run.resolve(RunTables.FOLDER).resolve(size.getKey() + ".parquet");
            if (!Files.exists(table) || Files.size(table) != size.getValue()) {
                return null;
            }
        }
        return before;
    }

    private List<Path> runs() throws IOException {
        try (Stream<Path> folders = Files.list(results)) {
            return folders.filter(Files::isDirectory)
                    .filter(folder -> !folder.getFileName().toString().startsWith("."))
                    .filter(folder -> Files.exists(folder.resolve(PlanFile.FILE_NAME))
                            || Files.exists(folder.resolve(Manifest.FILE_NAME)))
                    .sorted()
                    .toList();
        }
    }

    /** Take of several runs of one task, or with one id, the one that was begun first. */
    private static List<CollectedRun> withoutDuplicates(List<CollectedRun> rows) {
        var ofTask = new HashMap<Integer, String>();
        var ofId = new HashMap<String, String>();
        var kept = new ArrayList<CollectedRun>();
        List<CollectedRun> inOrder = rows.stream()
                .sorted(Comparator.comparing((CollectedRun row) -> Objects.requireNonNullElse(row.started(), "~"))
                        .thenComparing(row -> Objects.requireNonNullElse(row.run(), "")))
                .toList();
        for (CollectedRun row : inOrder) {
            String name = Objects.requireNonNullElse(row.run(), "");
            String other = null;
            if (row.isTaken()) {
                other = row.task() == null ? null : ofTask.putIfAbsent(row.task(), name);
                if (other == null && row.id() != null) {
                    other = ofId.putIfAbsent(row.id(), name);
                }
            }
            kept.add(other == null ? row : row.duplicateOf(other));
        }
        return kept;
    }

    private static List<CollectedRun> withMissing(List<CollectedRun> rows, Optional<Campaign> campaign) {
        var all = new ArrayList<>(rows);
        campaign.ifPresent(design -> {
            Set<Integer> there = rows.stream()
                    .map(CollectedRun::task)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet());
            for (int task = 0; task < design.runs(); task++) {
                if (!there.contains(task)) {
                    all.add(CollectedRun.missing(design.name(), task));
                }
            }
        });
        return all.stream()
                .sorted(Comparator.comparingInt(
                                (CollectedRun row) -> row.task() == null ? Integer.MAX_VALUE : row.task())
                        .thenComparing(row -> Objects.requireNonNullElse(row.run(), "")))
                .toList();
    }

    /** Link, or else copy, a table of each run; what is not of these runs goes. */
    private Map<String, String> link(Table table, List<CollectedRun> taken) throws IOException {
        Path folder = Files.createDirectories(to.resolve(table.tableName()));
        var sums = new TreeMap<String, String>();
        var names = new HashSet<String>();
        for (CollectedRun run : taken) {
            String sum = run.tables().get(table.tableName());
            if (sum != null) {
                String name = run.run() + ".parquet";
                names.add(name);
                linkOrCopy(
                        results.resolve(String.valueOf(run.run()))
                                .resolve(RunTables.FOLDER)
                                .resolve(table.fileName()),
                        folder.resolve(name));
                sums.put(table.tableName() + "/" + name, sum);
            }
        }
        deleteOthers(folder, names);
        return sums;
    }

    /** Merge a table of the runs into as few files as keep below the limit. */
    private Map<String, String> merge(Table table, List<CollectedRun> taken) throws IOException {
        Path folder = Files.createDirectories(to.resolve(table.tableName()));
        var sums = new TreeMap<String, String>();
        var names = new HashSet<String>();
        var parts = new ArrayList<Path>();
        long bytes = 0;
        for (CollectedRun run : taken) {
            Long size = run.sizes().get(table.tableName());
            if (size != null) {
                if (bytes + size > COMPACT_BYTES && !parts.isEmpty()) {
                    sums.putAll(part(table, folder, names, parts));
                    bytes = 0;
                }
                parts.add(results.resolve(String.valueOf(run.run()))
                        .resolve(RunTables.FOLDER)
                        .resolve(table.fileName()));
                bytes += size;
            }
        }
        if (!parts.isEmpty()) {
            sums.putAll(part(table, folder, names, parts));
        }
        deleteOthers(folder, names);
        return sums;
    }

    private static Map<String, String> part(Table table, Path folder, Set<String> names, List<Path> parts)
            throws IOException {
        String name = "part-%s.parquet".formatted(names.size() + 1);
        Path hidden = folder.resolve("." + name + ".part");
        TableMerge.write(table, List.copyOf(parts), hidden);
        Disk.publish(hidden, folder.resolve(name));
        names.add(name);
        parts.clear();
        return Map.of(table.tableName() + "/" + name, Checksums.sha256(folder.resolve(name)));
    }

    private static void linkOrCopy(Path from, Path name) throws IOException {
        if (Files.exists(name) && Files.mismatch(from, name) < 0) {
            return;
        }
        Path hidden = name.resolveSibling("." + name.getFileName() + ".part");
        Files.deleteIfExists(hidden);
        try {
            Files.createLink(hidden, from);
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.copy(from, hidden); // on another disk
        }
        Disk.publish(hidden, name);
    }

    private static void deleteOthers(Path folder, Set<String> names) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (!names.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Map<String, PlainTable.Column<CollectedRun>> index() {
        var columns = new LinkedHashMap<String, PlainTable.Column<CollectedRun>>();
        columns.put("campaign", column("VARCHAR", CollectedRun::campaign));
        columns.put("task", column("INTEGER", CollectedRun::task));
        columns.put("run", column("VARCHAR", CollectedRun::run));
        columns.put("id", column("VARCHAR", CollectedRun::id));
        columns.put("state", column("VARCHAR", run -> run.state().name().toLowerCase(Locale.ROOT)));
        columns.put("taken", column("BOOLEAN", CollectedRun::isTaken));
        columns.put("scenarios", column("INTEGER", CollectedRun::scenarios));
        columns.put("passed", column("INTEGER", CollectedRun::passed));
        columns.put("host", column("VARCHAR", CollectedRun::host));
        columns.put("started", column("TIMESTAMP WITH TIME ZONE", CollectedRun::started));
        columns.put("ended", column("TIMESTAMP WITH TIME ZONE", CollectedRun::ended));
        columns.put("bytes", column("BIGINT", CollectedRun::bytes));
        columns.put("why", column("VARCHAR", CollectedRun::why));
        return columns;
    }

    private static Map<String, PlainTable.Column<Splits.Split>> splits() {
        var columns = new LinkedHashMap<String, PlainTable.Column<Splits.Split>>();
        columns.put("run", column("VARCHAR", Splits.Split::run));
        columns.put("split", column("VARCHAR", Splits.Split::split));
        columns.put("stratum", column("VARCHAR", Splits.Split::stratum));
        return columns;
    }

    private static <R> PlainTable.Column<R> column(String type, Function<R, @Nullable Object> value) {
        return new PlainTable.Column<>(type, value);
    }

    /** Count the rows of an index by their state, for people. */
    public static String summary(List<CollectedRun> index) {
        return Stream.of(State.values())
                .map(state -> "%s %s"
                        .formatted(
                                index.stream()
                                        .filter(row -> row.state() == state)
                                        .count(),
                                state.name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", "));
    }
}
