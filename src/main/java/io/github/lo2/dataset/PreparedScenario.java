package io.github.lo2.dataset;

import io.github.lo2.capture.LogFormats;
import io.github.lo2.plan.Format;
import io.github.lo2.system.LogId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.commons.io.file.PathUtils;

/** A scenario whose hidden folder is there, for its load to write into. */
public final class PreparedScenario {
    private final ScenarioFolder folder;
    private final Set<Format> formats;
    private final LogFormats logFormats;
    private final LogId logId;

    private PreparedScenario(ScenarioFolder folder, Set<Format> formats, LogFormats logFormats, LogId logId) {
        this.folder = folder;
        this.formats = formats;
        this.logFormats = logFormats;
        this.logId = logId;
    }

    static PreparedScenario make(ScenarioFolder folder, Set<Format> formats, LogFormats logFormats, LogId logId) {
        Path hidden = folder.hidden();
        try {
            if (Files.exists(hidden)) {
                PathUtils.deleteDirectory(hidden);
            }
            Files.createDirectories(hidden);
            return new PreparedScenario(folder, formats, logFormats, logId);
        } catch (IOException e) {
            throw new DatasetException("%s cannot be made: %s".formatted(hidden, e), e);
        }
    }

    /** Name the file of the ground truth. */
    public Path requests() {
        return folder.requests();
    }

    /** Name the file of Locust's own log. */
    public Path locustLog() {
        return folder.locustLog();
    }

    /**
     * Open what takes the window's signals.
     *
     * @param containers names of the containers
     * @param serviceNames {@code service.name} of each container that is a service, by the container's name
     * @throws DatasetException when a file cannot be written
     * @throws io.github.lo2.table.TableException when a part of a table cannot be begun
     */
    public OpenScenario open(Collection<String> containers, Map<String, String> serviceNames) {
        return OpenScenario.open(folder, formats, logFormats, logId, containers, serviceNames);
    }

    /**
     * Delete the folder: the scenario's turn never came.
     *
     * @throws DatasetException when it cannot be deleted
     */
    public void discard() {
        try {
            PathUtils.deleteDirectory(folder.hidden());
        } catch (IOException e) {
            throw new DatasetException("%s cannot be deleted: %s".formatted(folder.hidden(), e), e);
        }
    }
}
