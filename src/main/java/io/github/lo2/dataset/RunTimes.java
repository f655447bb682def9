package io.github.lo2.dataset;

import com.fasterxml.jackson.databind.DeserializationFeature;
import io.github.lo2.json.Json;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * When a run was begun and resumed, written when it happens; the manifest of a complete run says the same.
 *
 * @param started when it was begun, ISO-8601
 * @param resumptions when it was resumed, ISO-8601
 */
record RunTimes(String started, List<String> resumptions) {
    /** The file in a run's folder; a complete run has none. */
    static final String FILE_NAME = ".times.json";

    RunTimes {
        resumptions = List.copyOf(resumptions);
    }

    /** Begin a run at a moment, ns since the epoch (UTC). */
    static RunTimes begin(long nanos) {
        return new RunTimes(EpochClock.toInstant(nanos).toString(), List.of());
    }

    /**
     * Read those of a run.
     *
     * @throws DatasetException when they cannot be read
     */
    static RunTimes read(Path run) {
        Path file = run.resolve(FILE_NAME);
        try {
            return Json.MAPPER
                    .readerFor(RunTimes.class)
                    .with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .readValue(file.toFile());
        } catch (IOException e) {
            throw new DatasetException(
                    "%s cannot be read: %s; expected when the run was begun and resumed; begin a new run; nothing was started"
                            .formatted(
                                    file,
                                    String.valueOf(e.getMessage())
                                            .lines()
                                            .findFirst()
                                            .orElse("")),
                    e);
        }
    }

    /** Add that the run is resumed, ns since the epoch (UTC). */
    RunTimes resumed(long nanos) {
        String now = EpochClock.toInstant(nanos).toString();
        return new RunTimes(
                started, Stream.concat(resumptions.stream(), Stream.of(now)).toList());
    }

    /**
     * Write them to a run's folder, whole and to the disk.
     *
     * @throws DatasetException when they cannot be written
     */
    void write(Path run) {
        WholeFile.write(run.resolve(FILE_NAME), output -> Json.MAPPER.writeValue(output, this));
    }
}
