package io.github.lo2.recording;

import io.github.lo2.plan.Scenario;

/**
 * A scenario that is being recorded: its load has begun, its window is open.
 *
 * <pre>{@code
 * run.scenarios(recording -> {
 *     recording.awaitLoad();
 *     assertThat(recording.captured()).passesAllVerdicts();
 * });
 * }</pre>
 */
public interface Recording {

    /** Show what was planned: the tag, how long it is under load, how long to wait after it. */
    Scenario scenario();

    /**
     * Wait until the load has ended, which ends the window. A second call returns at once.
     *
     * @throws io.github.lo2.load.LocustException when Locust ends before its load; the scenario is not kept then
     */
    void awaitLoad();

    /**
     * Wait until all signals of the window have arrived, and judge the scenario by its rows. A second call gives the same.
     *
     * <p>The load must not have ended: that is waited for, too.
     *
     * @return what was captured; its tables can be asked until the body of the scenario ends
     * @throws io.github.lo2.failure.SuiteException when a signal cannot be written; the scenario is not kept then
     */
    CapturedScenario captured();
}
