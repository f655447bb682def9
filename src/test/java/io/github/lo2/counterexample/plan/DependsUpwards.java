package io.github.lo2.counterexample.plan;

import io.github.lo2.counterexample.table.DependsSideways;
import io.github.lo2.counterexample.validate.IsAbove;

/** A plan that knows a verdict, and a table that knows it. */
public record DependsUpwards(IsAbove above, DependsSideways beside) {}
