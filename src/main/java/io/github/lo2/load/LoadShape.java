package io.github.lo2.load;

import io.github.lo2.plan.Arrival;
import io.github.lo2.plan.Parameters;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What all loads of a run have in common.
 *
 * @param seed the plan's: all that chance decides in a load comes from it, the scenario's tag and the user's name
 * @param users how many users each load has
 * @param rate requests a second over all users; empty: a user sends the next when it has the answer to the last
 * @param arrival how requests follow one another where there is a rate
 * @param background the share of tasks that are benign errors
 */
public record LoadShape(long seed, int users, OptionalDouble rate, Arrival arrival, double background) {

    /** Take it from the parameters of a run. */
    public static LoadShape of(long seed, Parameters parameters) {
        return new LoadShape(
                seed, parameters.users(), parameters.rate(), parameters.arrival(), parameters.background());
    }

    /** Say it in the variables that {@code locust/lo2} reads. */
    Map<String, String> variables() {
        var variables = new TreeMap<String, String>();
        variables.put("LO2_SEED", Long.toString(seed));
        variables.put("LO2_BACKGROUND", Double.toString(background));
        rate.ifPresent(requests -> {
            variables.put("LO2_RATE", Double.toString(requests));
            variables.put("LO2_ARRIVAL", arrival.name().toLowerCase(Locale.ROOT));
        });
        return variables;
    }
}
