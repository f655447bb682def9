package io.github.lo2.validate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.dataset.Checksums;
import io.github.lo2.dataset.DatasetException;
import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.PlainName;
import io.github.lo2.dataset.PlanFile;
import io.github.lo2.dataset.RunFolder;
import io.github.lo2.dataset.RunTables;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.dataset.ScenarioFolder;
import io.github.lo2.json.Json;
import io.github.lo2.plan.Parameters;
import io.github.lo2.system.LogId;
import io.github.lo2.system.SystemFacts;
import io.github.lo2.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run's own files say of it: its plan, its manifest, and the facts of each scenario.
 *
 * @param system what it keeps of the system under test
 * @param tags the scenarios planned, in order
 * @param finished whether the run was completed: it has a manifest
 * @param verdicts what its manifest says of the run as a whole: its rows do not tell that again
 * @param facts what is known of each scenario, by its tag; of one without any the files say nothing
 * @param folders whether the run was to have a folder for each scenario
 * @param tables whether it was to have tables
 */
record RunDescription(
        SystemFacts system,
        List<String> tags,
        boolean finished,
        List<Verdict> verdicts,
        Map<String, ScenarioFacts> facts,
        boolean folders,
        boolean tables) {

    static RunDescription read(Path run, Problems problems) {
        RunFolder.requireFormat(run);
        JsonNode plan = readPlan(run, problems);
        var tags = new ArrayList<String>();
        for (JsonNode scenario : plan.path("scenarios")) {
            String tag = scenario.path("tag").asText();
            if (PlainName.isPlain(tag)) {
                tags.add(tag);
            } else {
                problems.add(PlanFile.FILE_NAME, "tags of letters, digits, '.', '_' and '-'", "'%s'".formatted(tag));
            }
        }
        boolean finished = Files.exists(run.resolve(Manifest.FILE_NAME));
        Optional<Manifest> manifest = finished ? readManifest(run, plan, problems) : Optional.empty();
        var facts = new LinkedHashMap<String, ScenarioFacts>();
        for (String tag : tags) {
            Optional<ScenarioFacts> listed = manifest.flatMap(read -> factsIn(read, tag));
            Optional<ScenarioFacts> own =
                    Files.isDirectory(run.resolve(tag)) ? readFacts(run, tag, problems) : Optional.empty();
            if (listed.isPresent() && own.isPresent() && !listed.equals(own)) {
                problems.add(
                        tag + "/" + ScenarioFolder.FACTS,
                        "what " + Manifest.FILE_NAME + " says of '%s'".formatted(tag),
                        "something else");
            }
            own.or(() -> listed).ifPresent(known -> facts.put(tag, known));
        }
        String formats =
                plan.path("parameters").path(Parameters.FORMATS.name()).asText(Parameters.FORMATS.defaultValue());
        return new RunDescription(
                readSystem(plan, problems),
                tags,
                finished,
                manifest.map(Manifest::verdicts).orElse(List.of()),
                facts,
                formats.contains("lo2"),
                formats.contains("parquet"));
    }

    /** Read the plan; of any age, so by its members. */
    private static JsonNode readPlan(Path run, Problems problems) {
        try {
            JsonNode plan = Json.MAPPER.readTree(run.resolve(PlanFile.FILE_NAME).toFile());
            if (!plan.path("scenarios").path(0).path("tag").isTextual()) {
                problems.add(PlanFile.FILE_NAME, "a plan with scenarios", "none in it");
            }
            return plan;
        } catch (IOException e) {
            problems.add(
                    PlanFile.FILE_NAME, "the plan of the run", Problems.reason(run.resolve(PlanFile.FILE_NAME), e));
            return Json.MAPPER.createObjectNode();
        }
    }

    /** Read what is kept of the system; where there is nothing, what is usual serves to judge the rows. */
    private static SystemFacts readSystem(JsonNode plan, Problems problems) {
        try {
            SystemFacts system = Json.MAPPER.treeToValue(plan.path("system"), SystemFacts.class);
            if (system != null && system.logId() != null) {
                return system;
            }
            problems.add(PlanFile.FILE_NAME, "a member 'system'", "none in it");
        } catch (JsonProcessingException e) {
            problems.add(PlanFile.FILE_NAME, "a member 'system'", e.getOriginalMessage());
        }
        return SystemFacts.usual("unknown", "", LogId.REQUEST);
    }

    private static Optional<Manifest> readManifest(Path run, JsonNode plan, Problems problems) {
        Path file = run.resolve(Manifest.FILE_NAME);
        try {
            Manifest manifest = Manifest.read(file);
            if (!Json.MAPPER.treeToValue(plan, PlanFile.class).equals(manifest.plan())) {
                problems.add(PlanFile.FILE_NAME, "the plan in " + Manifest.FILE_NAME, "another");
            }
            checkSums(run, manifest, problems);
            return Optional.of(manifest);
        } catch (IOException e) {
            problems.add(Manifest.FILE_NAME, "a manifest", Problems.reason(file, e));
            return Optional.empty();
        }
    }

    private static void checkSums(Path run, Manifest manifest, Problems problems) {
        Path file = run.resolve(Checksums.FILE_NAME);
        if (!Files.exists(file)) {
            problems.add(Checksums.FILE_NAME, "the checksums of a complete run", "no file");
        } else if (!manifest.sha256sums().equals(Checksums.sha256(file))) {
            problems.add(
                    Checksums.FILE_NAME,
                    "sha256 %s as in %s".formatted(manifest.sha256sums(), Manifest.FILE_NAME),
                    Checksums.sha256(file));
        }
    }

    private static Optional<ScenarioFacts> readFacts(Path run, String tag, Problems problems) {
        String path = tag + "/" + ScenarioFolder.FACTS;
        try {
            ScenarioFacts facts = Json.MAPPER.readValue(run.resolve(path).toFile(), ScenarioFacts.class);
            if (!facts.tag().equals(tag)) {
                problems.add(
                        path, "the tag '%s', the name of its folder".formatted(tag), "'%s'".formatted(facts.tag()));
            }
            return Optional.of(facts);
        } catch (IOException e) {
            problems.add(path, "the facts of the scenario", Problems.reason(run.resolve(path), e));
            return Optional.empty();
        }
    }

    private static Optional<ScenarioFacts> factsIn(Manifest manifest, String tag) {
        return manifest.scenarios().stream()
                .filter(scenario -> scenario.tag().equals(tag))
                .findFirst();
    }

    /** List the folders of scenarios that are there. */
    static Set<String> foldersOf(Path run) {
        try (Stream<Path> entries = Files.list(run)) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith(".") && !name.equals(RunTables.FOLDER))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new DatasetException("%s cannot be read: %s".formatted(run, e), e);
        }
    }
}
