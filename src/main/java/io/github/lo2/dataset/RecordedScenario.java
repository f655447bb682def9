package io.github.lo2.dataset;

import io.github.lo2.json.Json;
import io.github.lo2.table.TableParts;
import io.github.lo2.table.TableViews;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A scenario that has all its signals: its tables can be asked, and it can be sealed. */
public final class RecordedScenario {
    private final ScenarioFolder folder;
    private final TableParts parts;
    private final Optional<ReferenceFiles> reference;
    private final AtomicReference<@Nullable IOException> error;

    RecordedScenario(
            ScenarioFolder folder,
            TableParts parts,
            Optional<ReferenceFiles> reference,
            AtomicReference<@Nullable IOException> error) {
        this.folder = folder;
        this.parts = parts;
        this.reference = reference;
        this.error = error;
    }

    /** Open what the scenario adds to the tables; the caller closes it. */
    public TableViews tables() {
        return RunTables.ofParts(folder.parts());
    }

    /** Count the records of all its logs. */
    public long logRecordCount() {
        return parts.logRecordCount();
    }

    /** Count the samples of its metrics. */
    public long sampleCount() {
        return parts.sampleCount();
    }

    /**
     * Complete the files, bring them to the disk and give the folder its name.
     *
     * @throws DatasetException when any file of it could not be written; it then keeps its hidden name
     */
    public void seal(ScenarioFacts facts) {
        try {
            parts.close();
            if (reference.isPresent()) {
                reference.get().complete(facts.endTime());
            } else {
                Files.deleteIfExists(folder.requests());
                Files.deleteIfExists(folder.faults());
                Files.deleteIfExists(folder.locustLog());
            }
            IOException first = error.get();
            if (first != null) {
                throw first;
            }
            Json.MAPPER.writeValue(folder.hidden().resolve(ScenarioFolder.FACTS).toFile(), facts);
            Checksums.of(folder.parts(), Set.of()).write(folder.parts());
            Checksums.of(folder.hidden(), Set.of()).write(folder.hidden());
            Disk.publish(folder.hidden(), folder.sealed());
        } catch (IOException e) {
            throw folder.failure("cannot be completed", e);
        }
    }
}
