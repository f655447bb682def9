package io.github.lo2.dataset;

import io.github.lo2.json.Json;
import io.github.lo2.table.TableViews;
import java.nio.file.Path;
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

    /** Tell how many bytes each table's file has, by the table's name. */
    public SortedMap<String, Long> tableSizes() {
        return RunTables.sizes(run.path());
    }

    /**
     * Complete the run: its report, its checksums, its manifest; what its tables were made of is deleted then, and the folder
     * is closed.
     *
     * @param report HTML
     * @return the manifest, with the checksum of the checksums
     */
    public Manifest complete(String report, Manifest manifest) {
        Path path = run.path();
        run.log().force();
        WholeFile.write(path.resolve(RunFolder.REPORT), report);
        Checksums.ofRun(path, Set.of(Manifest.FILE_NAME)).write(path);
        Manifest whole = manifest.withSha256sums(Checksums.sha256(path.resolve(Checksums.FILE_NAME)));
        WholeFile.write(path.resolve(Manifest.FILE_NAME), output -> Json.MAPPER.writeValue(output, whole));
        run.end();
        return whole;
    }
}
