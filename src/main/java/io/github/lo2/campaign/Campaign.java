package io.github.lo2.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.lo2.json.Yaml;
import io.github.lo2.plan.ParameterException;
import io.github.lo2.plan.Parameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Many runs of one design, as {@code campaign.yaml} says. Each task of it is drawn from the campaign's seed and the task's number
 * alone: on any machine, in any order, on any day the same.
 *
 * @param name its name, also that of the folder of its runs
 * @param seed what all else is drawn from
 * @param runs how many runs it has, numbered from 0
 * @param system the system, as {@code lo2.system} names it
 * @param parameters what all runs have in common: parameters of a run, without {@code lo2.}
 * @param vary what differs from run to run, by parameter
 * @param combine how lists are combined
 */
public record Campaign(
        String name,
        long seed,
        int runs,
        String system,
        Map<String, String> parameters,
        Map<String, Variation> vary,
        Combination combine) {
    /** The file in the folder of a campaign's runs. */
    public static final String FILE_NAME = "campaign.yaml";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int MOST_RUNS = 100_000;
    private static final long SEEDS = 1_000_000_000;

    /** What a task says itself, or the campaign does, or who calls it on a machine. */
    private static final Set<String> RESERVED = Set.of(
            Parameters.SYSTEM.name(),
            Parameters.PORTS.name(),
            Parameters.SEED.name(),
            Parameters.RESULTS.name(),
            Parameters.WORK.name(),
            Parameters.RESUME.name(),
            Parameters.REPLAY.name(),
            Parameters.CAMPAIGN.name(),
            Parameters.TASK.name(),
            Parameters.DEADLINE.name(),
            Parameters.GRACE.name());

    /** How the lists of a campaign are combined. */
    public enum Combination {
        /** Every value with every other, task by task, and from the beginning again when all have come. */
        ALL,
        /** Each task draws one of each. */
        DRAWN
    }

    public Campaign {
        parameters = Map.copyOf(parameters);
        vary = Collections.unmodifiableMap(new LinkedHashMap<>(vary));
    }

    /** The form of the file. */
    private record Written(
            @Nullable String name,
            @Nullable Long seed,
            @Nullable Integer runs,
            @Nullable String system,
            @Nullable Map<String, String> parameters,
            @Nullable LinkedHashMap<String, Variation> vary,
            @Nullable String combine) {}

    /**
     * Read a campaign.
     *
     * @throws CampaignException naming what is wrong in the file
     * @throws ParameterException naming the first parameter that is unknown or has a value that is not allowed
     */
    public static Campaign read(Path file) {
        try {
            Written written = Yaml.MAPPER.readValue(file.toFile(), Written.class);
            if (written == null) {
                throw new CampaignException("%s is empty; expected a campaign: name, seed, runs".formatted(file));
            }
            return of(file, written);
        } catch (JsonProcessingException e) {
            throw new CampaignException("%s is no campaign: %s".formatted(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new CampaignException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    /**
     * Draw a task.
     *
     * @param number from 0
     * @throws CampaignException when the campaign has no such task
     */
    public Task task(int number) {
        if (number < 0 || number >= runs) {
            throw new CampaignException("there is no task %s in the campaign %s; expected one of 0 to %s"
                    .formatted(number, name, runs - 1));
        }
        var values = new TreeMap<String, String>();
        parameters.forEach((parameter, value) -> values.put(Parameters.PREFIX + parameter, value));
        // Tables alone: a third of the bytes in a tenth of the files.
        values.putIfAbsent(Parameters.FORMATS.name(), "parquet");
        values.put(Parameters.SYSTEM.name(), system);
        values.put(Parameters.SEED.name(), Long.toString(random(number, "seed").nextLong(SEEDS)));
        values.put(Parameters.CAMPAIGN.name(), name);
        values.put(Parameters.TASK.name(), Integer.toString(number));
        int place = number;
        for (Map.Entry<String, Variation> varied : vary.entrySet()) {
            Variation variation = varied.getValue();
            SplittableRandom random = random(number, "vary " + varied.getKey());
            String value;
            if (combine == Combination.ALL && variation instanceof Variation.OneOf list) {
                value = list.values().get(place % list.values().size());
                place /= list.values().size();
            } else {
                value = variation.draw(random);
            }
            values.put(Parameters.PREFIX + varied.getKey(), value);
        }
        return new Task(number, values);
    }

    /** List all tasks. */
    public List<Task> tasks() {
        return IntStream.range(0, runs).mapToObj(this::task).toList();
    }

    private static Campaign of(Path file, Written written) {
        var campaign = new Campaign(
                required(file, "name", written.name()),
                required(file, "seed", written.seed()),
                required(file, "runs", written.runs()),
                Objects.requireNonNullElse(written.system(), Parameters.SYSTEM.defaultValue()),
                Objects.requireNonNullElse(written.parameters(), Map.of()),
                Objects.requireNonNullElse(written.vary(), new LinkedHashMap<>()),
                combination(file, Objects.requireNonNullElse(written.combine(), "all")));
        if (!NAME.matcher(campaign.name).matches()) {
            throw new CampaignException("%s: name is '%s'; expected letters, digits, '.', '_' and '-', as of a folder"
                    .formatted(file, campaign.name));
        }
        if (campaign.runs < 1 || campaign.runs > MOST_RUNS) {
            throw new CampaignException("%s: runs is %s; expected 1 to %s".formatted(file, campaign.runs, MOST_RUNS));
        }
        Stream.concat(campaign.parameters.keySet().stream(), campaign.vary.keySet().stream())
                .filter(key -> RESERVED.contains(Parameters.PREFIX + key))
                .findFirst()
                .ifPresent(key -> {
                    throw new CampaignException(
                            "%s: %s is said by the campaign, by a task or on its command line, not in parameters or vary; leave it out"
                                    .formatted(file, key));
                });
        campaign.requireReadable();
        return campaign;
    }

    /** Read the parameters of tasks until each listed value was among them, so that no machine of many finds a slip later. */
    private void requireReadable() {
        int longest = vary.values().stream()
                .mapToInt(variation -> variation instanceof Variation.OneOf list
                        ? list.values().size()
                        : 1)
                .max()
                .orElse(1);
        Map<String, String> first = task(0).parameters();
        for (int place = 0; place < longest; place++) {
            var values = new TreeMap<>(first);
            for (Map.Entry<String, Variation> varied : vary.entrySet()) {
                if (varied.getValue() instanceof Variation.OneOf list) {
                    values.put(
                            Parameters.PREFIX + varied.getKey(),
                            list.values().get(place % list.values().size()));
                }
            }
            Parameters.from(values);
        }
    }

    private SplittableRandom random(int task, String what) {
        UUID hash = UUID.nameUUIDFromBytes(
                "%s %s %s %s".formatted(name, seed, task, what).getBytes(StandardCharsets.UTF_8));
        return new SplittableRandom(hash.getMostSignificantBits() ^ hash.getLeastSignificantBits());
    }

    private static Combination combination(Path file, String word) {
        return switch (word) {
            case "all" -> Combination.ALL;
            case "drawn" -> Combination.DRAWN;
            default -> throw new CampaignException("%s: combine is '%s'; expected all or drawn".formatted(file, word));
        };
    }

    private static <T> T required(Path file, String name, @Nullable T value) {
        if (value == null) {
            throw new CampaignException("%s has no %s; expected name, seed and runs".formatted(file, name));
        }
        return value;
    }
}
