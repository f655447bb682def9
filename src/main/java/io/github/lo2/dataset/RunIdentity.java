package io.github.lo2.dataset;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.json.Json;
import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Which run it is, and when it was begun and resumed, written when that happens; the manifest of a complete run says the
 * same.
 *
 * @param format what the run's layout is called, see {@link Manifest#FORMAT}
 * @param id tells it from any other run, of any machine; drawn when it is begun
 * @param started when it was begun, ISO-8601
 * @param resumptions when it was resumed, ISO-8601
 */
record RunIdentity(String format, UUID id, String started, List<String> resumptions) {
    /** The file in a run's folder; a complete run has none. */
    static final String FILE_NAME = ".run.json";

    RunIdentity {
        resumptions = List.copyOf(resumptions);
    }

    /** Begin a run at a moment, ns since the epoch (UTC). */
    static RunIdentity begin(long nanos) {
        return new RunIdentity(
                Manifest.FORMAT, UUID.randomUUID(), EpochClock.toInstant(nanos).toString(), List.of());
    }

    /**
     * Read that of a run.
     *
     * @throws DatasetException when it cannot be read, or the run is of another format
     */
    static RunIdentity read(Path run) {
        Path file = run.resolve(FILE_NAME);
        try {
            JsonNode json = Json.MAPPER.readTree(file.toFile());
            Manifest.requireFormat(file, json);
            return Json.MAPPER
                    .readerFor(RunIdentity.class)
                    .with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .readValue(json);
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
    RunIdentity resumed(long nanos) {
        String now = EpochClock.toInstant(nanos).toString();
        return new RunIdentity(
                format,
                id,
                started,
                Stream.concat(resumptions.stream(), Stream.of(now)).toList());
    }

    /**
     * Write it to a run's folder, whole and to the disk.
     *
     * @throws DatasetException when it cannot be written
     */
    void write(Path run) {
        WholeFile.write(run.resolve(FILE_NAME), output -> Json.MAPPER.writeValue(output, this));
    }
}
