package io.github.lo2.dataset;

/** How far a run has come with one of its scenarios. */
public sealed interface ScenarioState {

    /**
     * It is recorded and whole.
     *
     * @param facts what is known of it
     * @param files how many files match their checksums
     */
    record Sealed(ScenarioFacts facts, int files) implements ScenarioState {}

    /**
     * It is to be recorded.
     *
     * @param reason why, in words
     */
    record Open(String reason) implements ScenarioState {}
}
