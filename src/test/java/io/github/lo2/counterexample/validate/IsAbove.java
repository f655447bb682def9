package io.github.lo2.counterexample.validate;

/** Stands above a plan. */
public record IsAbove() {}
