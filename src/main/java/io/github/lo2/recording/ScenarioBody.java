package io.github.lo2.recording;

/**
 * What a scenario is, as its test class tells it: its load, its capture, and what must hold of it.
 *
 * <pre>{@code
 * recording -> {
 *     recording.awaitLoad();
 *     assertThat(recording.captured()).hasItsLabelConfirmed().hasNoOtherFailure();
 * }
 * }</pre>
 */
@FunctionalInterface
public interface ScenarioBody {

    /**
     * Go the way of the scenario. What it leaves out is done after it: no scenario is kept without its signals.
     *
     * @throws Throwable what speaks against the scenario; it is kept and sealed nevertheless
     */
    void follow(Recording recording) throws Throwable;
}
