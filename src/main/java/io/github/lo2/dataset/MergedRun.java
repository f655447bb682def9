package io.github.lo2.dataset;

import io.github.lo2.json.Json;
import io.github.lo2.table.Table;
import io.github.lo2.table.TableViews;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** A run whose tables are there: it can be asked, and completed. */
public final class MergedRun {
    private final RunFolder run;

    MergedRun(RunFolder run) {
        this.run = run;
    }

    /** Open its tables; the caller closes them. */
    public TableViews tables() {
        return RunTables.of(run.path());
    }

    /** Tell the SHA-256 of each table's file, hexadecimal. */
    public Map<Table, String> tableSums() {
        var sums = new EnumMap<Table, String>(Table.class);
        for (Table table : Table.values()) {
            Path file = RunTables.file(run.path(), table);
            if (Files.exists(file)) {
                sums.put(table, Checksums.sha256(file));
            }
        }
        return sums;
    }

    /** Tell how many bytes each table's file has, by the table's name. */
    public SortedMap<String, Long> tableSizes() {
        return RunTables.sizes(run.path());
    }

    /**
     * Complete the run: its report, its checksums, its manifest; what its tables were made of is deleted then, and the folder
     * is closed.
     *
     * @param pages what it is to say of itself, by the names of files that {@link RunFolder#PAGES} lists
     * @return the manifest, with the checksum of the checksums
     */
    public Manifest complete(Map<String, String> pages, Manifest manifest) {
        Path path = run.path();
        run.log().force();
        pages.forEach((name, text) -> {
            if (!RunFolder.PAGES.contains(name)) {
                throw new IllegalArgumentException(
                        "'%s' is no page of a run; expected one of %s, which resuming deletes"
                                .formatted(name, RunFolder.PAGES));
            }
            WholeFile.write(path.resolve(name), text);
        });
        Checksums.ofRun(path, Set.of(Manifest.FILE_NAME)).write(path);
        Manifest whole = manifest.withSha256sums(Checksums.sha256(path.resolve(Checksums.FILE_NAME)));
        WholeFile.write(path.resolve(Manifest.FILE_NAME), output -> Json.MAPPER.writeValue(output, whole));
        run.end();
        return whole;
    }
}
