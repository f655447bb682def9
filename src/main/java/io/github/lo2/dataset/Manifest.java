package io.github.lo2.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.json.Json;
import io.github.lo2.verdict.Drift;
import io.github.lo2.verdict.Hardness;
import io.github.lo2.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a run is, {@code manifest.json}: it tells a run from any other, and can be replayed.
 *
 * @param format what the layout is called, {@value #FORMAT}
 * @param id tells the run from any other, of any machine; one that is resumed keeps it, a replay has another
 * @param run the folder's name
 * @param started when the run was begun, ISO-8601
 * @param ended when it was complete, ISO-8601
 * @param suite what recorded it
 * @param host where
 * @param stack what was recorded
 * @param plan what was planned
 * @param replayOf the manifest that it is a replay of; null when it is none
 * @param resumptions when it was resumed, ISO-8601
 * @param clocks how far other clocks were from this host's
 * @param scenarios what is known of each scenario, in the order of the plan
 * @param verdicts what is said of the run as a whole
 * @param drift how the throughput changed from the first scenario to the last
 * @param hardness how well thresholds find the anomalous windows; null without tables
 * @param sizes bytes of each table's file, by the table's name
 * @param sha256sums SHA-256 of {@code SHA256SUMS}, hexadecimal
 */
public record Manifest(
        String format,
        UUID id,
        String run,
        String started,
        String ended,
        SuiteFacts suite,
        HostFacts host,
        StackFacts stack,
        PlanFile plan,
        @Nullable String replayOf,
        List<String> resumptions,
        List<ClockFacts> clocks,
        List<ScenarioFacts> scenarios,
        List<Verdict> verdicts,
        Drift drift,
        @Nullable Hardness hardness,
        SortedMap<String, Long> sizes,
        String sha256sums) {
    /** The file in a run's folder that holds it. */
    public static final String FILE_NAME = "manifest.json";

    /** The name of this layout. */
    public static final String FORMAT = "LO2 run, version 4";

    /**
     * What recorded a run.
     *
     * @param version its version
     * @param commit the commit that is checked out; null without git
     * @param clean whether nothing was changed since that commit; null without git
     * @param command how Maven was called; elsewhere, such as in an IDE, the parameters among the system properties
     * @param java the JVM
     */
    public record SuiteFacts(
            String version,
            @Nullable String commit,
            @Nullable Boolean clean,
            String command,
            String java) {}

    /**
     * Where a run was recorded.
     *
     * @param name the host's name, as it calls itself
     * @param os operating system and kernel
     * @param cpu the processor's name
     * @param cores logical processors
     * @param memory bytes
     */
    public record HostFacts(String name, String os, String cpu, int cores, long memory) {}

    /**
     * How a stack was kept up.
     *
     * @param since when it was up, ISO-8601
     * @param recordings how many recordings have had it, this run's last one included
     */
    public record KeptFacts(String since, int recordings) {}

    /**
     * What was recorded.
     *
     * @param kind {@code compose} or {@code embedded}
     * @param parts what it consists of, by name: images with their digests, or programs with their versions
     * @param containers {@code service.name} of each container whose log is captured, by the container's name; null for one
     *     that is no service
     * @param kept how it was kept up for several recordings; null: it was started for this run
     */
    public record StackFacts(
            String kind,
            SortedMap<String, String> parts,
            SortedMap<String, @Nullable String> containers,
            @Nullable KeptFacts kept) {
        public StackFacts {
            containers.forEach((container, service) -> {
                PlainName.check("container", container);
                if (service != null) {
                    PlainName.check("service", service);
                }
            });
        }
    }

    /**
     * How far a clock was from this host's.
     *
     * @param clock whose
     * @param time when, ISO-8601
     * @param offset that clock less this host's, ns
     * @param uncertainty how far off the offset may be, ns
     */
    public record ClockFacts(String clock, String time, long offset, long uncertainty) {}

    /**
     * Read the manifest of a run.
     *
     * @param run the run's folder
     * @throws DatasetException when there is none, which says that the run is not complete, or it is of another format
     */
    public static Manifest of(Path run) {
        Path file = run.resolve(FILE_NAME);
        try {
            return read(file);
        } catch (IOException e) {
            throw new DatasetException(
                    "%s cannot be read: %s; expected that of a complete run; complete this one with -Dlo2.resume=%s"
                            .formatted(file, e.getMessage(), run),
                    e);
        }
    }

    /**
     * Read a manifest.
     *
     * @throws DatasetException naming a format that this version of the suite does not read
     * @throws IOException when it cannot be read, or is none
     */
    public static Manifest read(Path file) throws IOException {
        JsonNode json = Json.MAPPER.readTree(file.toFile());
        requireFormat(file, json);
        return Json.MAPPER.treeToValue(json, Manifest.class);
    }

    /**
     * Require that a file of a run names the format that this version reads.
     *
     * @throws DatasetException naming another format
     * @throws IOException when it names none
     */
    static void requireFormat(Path file, JsonNode json) throws IOException {
        if (!json.path("format").isTextual()) {
            throw new IOException("it names no format");
        }
        String format = json.path("format").asText();
        if (!format.equals(FORMAT)) {
            throw new DatasetException(
                    "%s has the format '%s'; expected '%s'; read the run with the suite that recorded it: version %s, commit %s"
                            .formatted(
                                    file,
                                    format,
                                    FORMAT,
                                    json.at("/suite/version").asText("unknown"),
                                    json.at("/suite/commit").asText("unknown")),
                    null);
        }
    }

    Manifest withSha256sums(String sums) {
        return new Manifest(
                format,
                id,
                run,
                started,
                ended,
                suite,
                host,
                stack,
                plan,
                replayOf,
                resumptions,
                clocks,
                scenarios,
                verdicts,
                drift,
                hardness,
                sizes,
                sums);
    }
}
