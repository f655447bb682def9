package io.github.lo2.junit;

import io.github.lo2.plan.Parameters;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Function;

/**
 * The one seed of a run.
 *
 * <p>{@code lo2.seed} wins over JUnit's own {@code junit.jupiter.execution.order.random.seed}; without either it is drawn
 * once a JVM, so that a second discovery of the same tests orders them alike.
 */
final class Seed {
    private static final String JUNITS = "junit.jupiter.execution.order.random.seed";
    /** Short enough to be copied by hand. */
    private static final long DRAWN = new SecureRandom().nextInt(1_000_000_000);

    private Seed() {}

    /**
     * Find the seed. A value that is no number counts as none; the reading of the parameters refuses it.
     *
     * @param configuration looks a configuration parameter up by name
     */
    static long of(Function<String, Optional<String>> configuration) {
        return configuration
                .apply(Parameters.SEED.name())
                .filter(value -> !value.isBlank())
                .or(() -> configuration.apply(JUNITS))
                .flatMap(Seed::number)
                .orElse(DRAWN);
    }

    private static Optional<Long> number(String value) {
        try {
            return Optional.of(Long.valueOf(value.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
