package io.github.lo2.plan;

/** What a scenario finds of those recorded before it. */
public enum Isolation {
    /** All that they wrote: the stack and its data live on, as in the reference. */
    NONE,
    /** The seed data and nothing else: it is brought back before each scenario, and services drop what they cached. */
    DATABASE,
    /** Nothing: services and database start afresh before each scenario. */
    STACK
}
