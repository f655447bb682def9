package io.github.lo2.validate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.MergedRun;
import io.github.lo2.dataset.OpenScenario;
import io.github.lo2.dataset.PreparedScenario;
import io.github.lo2.dataset.RecordedScenario;
import io.github.lo2.dataset.RunFolder;
import io.github.lo2.dataset.RunFolders;
import io.github.lo2.dataset.RunTables;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.dataset.ScenarioMetrics;
import io.github.lo2.json.Json;
import io.github.lo2.plan.Plan;
import io.github.lo2.plan.Scenario;
import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.LogRecord;
import io.github.lo2.signal.SeriesSamples;
import io.github.lo2.table.Table;
import io.github.lo2.table.TableViews;
import io.github.lo2.time.ClockCourse;
import io.github.lo2.time.EpochClock;
import io.github.lo2.verdict.Drift;
import io.github.lo2.verdict.Evidence;
import io.github.lo2.verdict.Figure;
import io.github.lo2.verdict.Figures;
import io.github.lo2.verdict.Unit;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes a small run as one is recorded, only without a stack and a load. */
public final class RecordedRun {
    private static final DateTimeFormatter LOCUST_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final RunFolder folder;

    private RecordedRun(RunFolder folder) {
        this.folder = folder;
    }

    /**
     * Write a run and complete it.
     *
     * @param formats {@code lo2.formats}
     */
    public static Path complete(Path results, String formats, List<ScenarioRows> scenarios) throws IOException {
        RecordedRun run = begin(results, formats, scenarios);
        for (ScenarioRows rows : scenarios) {
            run.seal(rows);
        }
        return run.complete();
    }

    /** Overwrite the pages of a run's tables: head and foot of each Parquet file stay, so that it can be opened. */
    public static void overwritePages(Path run) throws IOException {
        for (Table table : Table.values()) {
            Path file = RunTables.file(run, table);
            byte[] bytes = Files.readAllBytes(file);
            int foot = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
            Arrays.fill(bytes, 4, bytes.length - 8 - foot, (byte) 0x7f);
            Files.write(file, bytes);
        }
    }

    /** Have the manifest of a run say that this machine's clock was set while it was recorded. */
    public static Verdict sayThatTheClockWasSet(Path run) throws IOException {
        Verdict clock = Verdict.of(
                VerdictKind.CLOCK,
                false,
                new Figures()
                        .add("readings", 0, Unit.READINGS)
                        .add("agreeing", 0, Unit.READINGS)
                        .add("tolerance", 1_000_000, Unit.NANOSECONDS)
                        .add("wall", Figure.seconds(8 * ScenarioRows.SECOND))
                        .add("monotonic", Figure.seconds(10 * ScenarioRows.SECOND))
                        .add("step", -2 * ScenarioRows.SECOND, Unit.NANOSECONDS)
                        .add("step_tolerance", ClockCourse.STEP_TOLERANCE_NANOS, Unit.NANOSECONDS)
                        .byName(),
                List.of(new Evidence.ClockStep(
                        8 * ScenarioRows.SECOND, 10 * ScenarioRows.SECOND, -2 * ScenarioRows.SECOND)));
        Path manifest = run.resolve(Manifest.FILE_NAME);
        ObjectNode json = (ObjectNode) Json.MAPPER.readTree(manifest.toFile());
        Json.MAPPER.writeValue(manifest.toFile(), json.set("verdicts", Json.MAPPER.valueToTree(List.of(clock))));
        return clock;
    }

    /** Write a run's plan. */
    static RecordedRun begin(Path results, String formats, List<ScenarioRows> scenarios) {
        var given = Map.of("lo2.results", results.toString(), "lo2.formats", formats);
        var planned = new ArrayList<Scenario>();
        for (ScenarioRows rows : scenarios) {
            planned.add(new Scenario(planned.size() + 1, rows.tag, Duration.ofSeconds(10), Duration.ofSeconds(2)));
        }
        return new RecordedRun(RunFolders.create(
                new Plan(42, planned), given, new EpochClock(() -> Instant.ofEpochSecond(1_795_519_300))));
    }

    /** Record and seal a scenario. */
    void seal(ScenarioRows rows) throws IOException {
        Scenario scenario = folder.planned().plan().scenarios().stream()
                .filter(planned -> planned.tag().equals(rows.tag))
                .findFirst()
                .orElseThrow();
        PreparedScenario prepared = folder.prepare(scenario);
        OpenScenario begun = prepared.open(ScenarioRows.CONTAINERS.keySet(), ScenarioRows.CONTAINERS);
        rows.writeRequests(prepared.requests());
        Files.writeString(
                prepared.locustLog(),
                "[%s] host/INFO/locust.runners: Ramping to 7 users\n"
                        .formatted(LOCUST_TIME.format(EpochClock.toInstant(rows.start))));
        for (LogRecord logged : rows.logs) {
            String line =
                    "11:21:49.357 [XNIO-1 task-5]  %s DEBUG a.B c - %s".formatted(logged.requestId(), logged.message());
            begun.log(new LogLine(logged.container(), logged.epochNanos(), line.getBytes(StandardCharsets.UTF_8)));
        }
        rows.spans.forEach(begun::span);
        long series;
        try (ScenarioMetrics metrics = begun.metrics(rows.start, rows.judged().endNanos())) {
            rows.metrics.stream()
                    .sorted(Comparator.comparing(
                            (SeriesSamples samples) -> samples.series().metric()))
                    .forEach(metrics::write);
            series = metrics.seriesCount();
        }
        RecordedScenario recorded = begun.complete(rows.start, List.of(), Optional.empty());
        recorded.seal(facts(scenario, rows, recorded, series));
    }

    /** Complete the run; tells its folder. */
    Path complete() {
        List<ScenarioFacts> scenarios = folder.facts();
        MergedRun merged = folder.merge(scenarios);
        merged.complete(
                Map.of(RunFolder.REPORT, "<!DOCTYPE html>"),
                new Manifest(
                        Manifest.FORMAT,
                        folder.id(),
                        folder.path().getFileName().toString(),
                        folder.started(),
                        "2026-11-24T11:25:00Z",
                        new Manifest.SuiteFacts("1.0.0", null, null, "mvn verify", "17"),
                        new Manifest.HostFacts("node-1", "Linux", "cpu", 2, 1),
                        new Manifest.StackFacts(
                                "embedded", new TreeMap<>(), new TreeMap<>(ScenarioRows.CONTAINERS), null),
                        folder.planned(),
                        null,
                        List.of(),
                        List.of(),
                        scenarios,
                        List.of(),
                        new Drift(0, 0, 0, List.of()),
                        null,
                        merged.tableSizes(),
                        ""));
        return folder.path();
    }

    Path path() {
        return folder.path();
    }

    private static ScenarioFacts facts(Scenario scenario, ScenarioRows rows, RecordedScenario begun, long series) {
        long faulty = rows.requests.stream()
                .filter(request -> request.path("anomaly").asBoolean())
                .count();
        return new ScenarioFacts(
                scenario.ordinal(),
                scenario.tag(),
                "embedded",
                scenario.duration().toNanos(),
                10 * ScenarioRows.SECOND,
                10 * ScenarioRows.SECOND,
                rows.judged().phases(),
                null,
                scenario.pause().toNanos(),
                0,
                rows.start,
                rows.judged().endNanos(),
                rows.clock,
                new ScenarioFacts.Counts(
                        rows.requests.size(),
                        0,
                        faulty,
                        faulty,
                        rows.logs.size(),
                        begun.logRecordCount(),
                        rows.spans.size(),
                        series,
                        begun.sampleCount(),
                        rows.repeats),
                new TreeMap<>(),
                List.copyOf(rows.missing),
                verdicts(rows, begun),
                null);
    }

    private static List<Verdict> verdicts(ScenarioRows rows, RecordedScenario begun) {
        try (TableViews tables = begun.tables()) {
            return ScenarioVerdicts.of(rows.judged(), tables);
        }
    }
}
