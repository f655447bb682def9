package io.github.lo2.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Seed, order, durations and waits of a run.
 *
 * @param seed what all else was drawn from
 * @param scenarios in the order in which they are recorded
 */
public record Plan(long seed, List<Scenario> scenarios) {

    public Plan {
        scenarios = List.copyOf(scenarios);
    }

    /**
     * Draw a plan.
     *
     * <p>The same seed, catalogue and parameters give the same plan. A selection of scenarios is made after the draw, so
     * that a scenario recorded alone has the duration it has in the whole run of that seed.
     *
     * @throws ParameterException when the selection names no tag of the catalogue, or there are fewer users than classes
     *     of users
     */
    public static Plan draw(long seed, Catalogue catalogue, Parameters parameters) {
        if (parameters.users() < catalogue.userClasses()) {
            throw new ParameterException(
                    "lo2.users=%d is not allowed; expected at least %d, one for each class of users; nothing was started"
                            .formatted(parameters.users(), catalogue.userClasses()));
        }
        Set<String> selected = catalogue.select(parameters.scenarios());
        var random = new Random(seed);
        var order = new ArrayList<>(catalogue.entries());
        Collections.shuffle(order, random);
        var scenarios = new ArrayList<Scenario>();
        for (Catalogue.Entry entry : order) {
            Duration duration = parameters.duration().draw(random);
            Duration pause = parameters.pause().draw(random);
            if (selected.contains(entry.tag())) {
                scenarios.add(new Scenario(scenarios.size() + 1, entry.tag(), duration, pause));
            }
        }
        return new Plan(seed, scenarios);
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
