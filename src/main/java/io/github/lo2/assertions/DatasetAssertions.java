package io.github.lo2.assertions;

import io.github.lo2.recording.CapturedScenario;

/**
 * Entry to the suite's assertions, beside AssertJ's own.
 *
 * <pre>{@code
 * import static io.github.lo2.assertions.DatasetAssertions.assertThat;
 * }</pre>
 */
public final class DatasetAssertions {
    private DatasetAssertions() {}

    /** Say what must hold of a scenario, see {@link CapturedScenarioAssert}. */
    public static CapturedScenarioAssert assertThat(CapturedScenario actual) {
        return new CapturedScenarioAssert(actual);
    }
}
