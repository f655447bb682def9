package io.github.lo2.plan;

/** How the requests of a user follow one another where the load has a rate. */
public enum Arrival {
    /** Independent of each other: the time between two is drawn from an exponential distribution. */
    POISSON,
    /** The same time lies between any two. */
    CONSTANT
}
