package io.github.lo2.plan;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Seed, order, durations, phases, doses and waits of a run.
 *
 * @param seed what all else was drawn from
 * @param scenarios in the order in which they are recorded
 */
public record Plan(long seed, List<Scenario> scenarios) {

    private static final double ROUNDING = 1e-9;

    public Plan {
        scenarios = List.copyOf(scenarios);
    }

    /**
     * Draw a plan.
     *
     * <p>The same seed, catalogue and parameters give the same plan. Each tag draws for itself, of the seed and its own name:
     * a tag that is added or left out changes neither the order nor the durations and waits of the others.
     *
     * @throws ParameterException when the selection names no tag of the catalogue, or there are fewer users than classes
     *     of users
     */
    public static Plan draw(long seed, Catalogue catalogue, Parameters parameters) {
        if (parameters.users() < catalogue.userClasses()) {
            throw new ParameterException(
                    "lo2.users=%s is not allowed; expected at least %s, one for each class of users; nothing was started"
                            .formatted(parameters.users(), catalogue.userClasses()));
        }
        Set<String> selected = catalogue.select(parameters.scenarios());
        parameters.dose().ifPresent(dose -> requireSent(dose, selected, catalogue, parameters));
        if (parameters.combine() > 1) {
            requirePartners(selected, catalogue, parameters.combine());
        }
        List<Drawn> drawn = names(seed, selected, catalogue, parameters.combine()).stream()
                .map(tag -> Drawn.of(seed, tag, Scenario.tagsOf(tag).stream().anyMatch(catalogue::isFault), parameters))
                .sorted(Comparator.comparingLong(Drawn::place).thenComparing(Drawn::tag))
                .toList();
        var scenarios = new ArrayList<Scenario>();
        drawn.forEach(draw -> scenarios.add(
                new Scenario(scenarios.size() + 1, draw.tag(), draw.phases(), draw.dose(), draw.pause())));
        return new Plan(seed, scenarios);
    }

    /**
     * Name the scenarios: by their tags, or by pairs drawn of these; one that is left over is alone. A fault of the stack is with an
     * error tag.
     */
    private static List<String> names(long seed, Set<String> tags, Catalogue catalogue, int combine) {
        if (combine == 1) {
            return List.copyOf(tags);
        }
        List<String> shuffled = tags.stream()
                .filter(tag -> !tag.equals(Scenario.CORRECT))
                .sorted(Comparator.comparingLong(
                                (String tag) -> stream(seed, tag + " in a pair").nextLong())
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        var names = new ArrayList<String>();
        if (tags.contains(Scenario.CORRECT)) {
            names.add(Scenario.CORRECT);
        }
        List<String> faults = shuffled.stream().filter(catalogue::isFault).toList();
        List<String> others =
                shuffled.stream().filter(tag -> !catalogue.isFault(tag)).toList();
        for (int i = 0; i < faults.size(); i++) {
            names.add(joined(List.of(faults.get(i), others.get(i))));
        }
        for (int i = faults.size(); i < others.size(); i += combine) {
            names.add(joined(others.subList(i, Math.min(i + combine, others.size()))));
        }
        return names;
    }

    private static String joined(List<String> tags) {
        return tags.stream().sorted().collect(Collectors.joining(Scenario.AND));
    }

    /** Refuse pairs of faults of the stack: each is judged by the baseline of its own scenario. */
    private static void requirePartners(Set<String> tags, Catalogue catalogue, int combine) {
        long faults = tags.stream().filter(catalogue::isFault).count();
        long others = tags.stream()
                .filter(tag -> !catalogue.isFault(tag) && !tag.equals(Scenario.CORRECT))
                .count();
        if (faults > others) {
            throw new ParameterException(
                    "lo2.combine=%s is not allowed; expected an error tag for each of the %s faults of the stack, got %s; nothing was started"
                            .formatted(combine, faults, others));
        }
    }

    /** Begin the stream of a seed that has a name. */
    private static SplittableRandom stream(long seed, String name) {
        UUID hash = UUID.nameUUIDFromBytes((seed + " " + name).getBytes(StandardCharsets.UTF_8));
        return new SplittableRandom(hash.getMostSignificantBits() ^ hash.getLeastSignificantBits());
    }

    /** Refuse a dose that the users which have the faulty task cannot send, whatever they choose. */
    private static void requireSent(DoseRange dose, Set<String> tags, Catalogue catalogue, Parameters parameters) {
        int users = parameters.users();
        for (Catalogue.Entry entry : catalogue.entries()) {
            // Two tags may be of the same users, and each has its dose.
            double most = Math.floor(users * entry.share() + ROUNDING) / users / parameters.combine();
            if (tags.contains(entry.tag()) && !entry.tag().equals(Scenario.CORRECT) && dose.max() > most) {
                throw new ParameterException(String.format(
                        Locale.ROOT,
                        "lo2.dose=%s is not allowed; expected at most %.3f for '%s', the share of the %s users that"
                                + " have its task; nothing was started",
                        dose,
                        Math.floor(most * 1000) / 1000,
                        entry.tag(),
                        users));
            }
        }
    }

    /**
     * What chance gives a tag.
     *
     * @param place the scenarios are recorded in the order of their places
     */
    private record Drawn(String tag, long place, List<Phase> phases, OptionalDouble dose, Duration pause) {
        static Drawn of(long seed, String tag, boolean fault, Parameters parameters) {
            SplittableRandom random = stream(seed, tag);
            // In this order, and what is new at the end: so a seed gives what it gave before.
            long place = random.nextLong();
            Duration duration = parameters.duration().draw(random);
            Duration pause = parameters.pause().draw(random);
            List<Phase> phases = phases(tag, duration, split(fault, parameters), random);
            OptionalDouble dose = dose(tag, parameters, random);
            return new Drawn(tag, place, phases, dose, pause);
        }

        /** Nothing is faulty in {@code correct}: it is as long as the others, in one phase. */
        private static List<Phase> phases(
                String tag, Duration duration, Optional<PhaseSplit> split, RandomGenerator random) {
            if (split.isEmpty()) {
                return List.of(Scenario.whole(tag, duration));
            }
            List<Phase> drawn = split.get().draw(duration, random);
            return tag.equals(Scenario.CORRECT) ? List.of(Scenario.whole(tag, length(drawn))) : drawn;
        }

        /** A fault of the stack is compared with what was before it. */
        private static Optional<PhaseSplit> split(boolean fault, Parameters parameters) {
            return fault ? parameters.phases().or(() -> Optional.of(PhaseSplit.OF_FAULTS)) : parameters.phases();
        }

        private static OptionalDouble dose(String tag, Parameters parameters, RandomGenerator random) {
            return tag.equals(Scenario.CORRECT) || parameters.dose().isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(parameters.dose().get().draw(random));
        }

        private static Duration length(List<Phase> phases) {
            return phases.stream().map(Phase::duration).reduce(Duration.ZERO, Duration::plus);
        }
    }

    /** Keep only the scenarios at some places of the order, their ordinals unchanged. */
    public Plan only(Set<Integer> ordinals) {
        return new Plan(
                seed,
                scenarios.stream()
                        .filter(scenario -> ordinals.contains(scenario.ordinal()))
                        .toList());
    }

    /** Tell whether there is a scenario at each of some places of the order. */
    public boolean hasAll(Set<Integer> ordinals) {
        return scenarios.stream()
                .map(Scenario::ordinal)
                .collect(Collectors.toSet())
                .containsAll(ordinals);
    }

    /** Add up what the run will take at the least: all durations and all waits between them. */
    public Duration length() {
        Duration length = Duration.ZERO;
        for (Scenario scenario : scenarios) {
            length = length.plus(scenario.duration()).plus(scenario.pause());
        }
        return scenarios.isEmpty()
                ? length
                : length.minus(scenarios.get(scenarios.size() - 1).pause());
    }
}
