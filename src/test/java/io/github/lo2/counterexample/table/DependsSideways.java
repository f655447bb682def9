package io.github.lo2.counterexample.table;

import io.github.lo2.counterexample.plan.DependsUpwards;
import java.util.List;

/** A table that knows the plan, which knows tables. */
public record DependsSideways(List<DependsUpwards> beside) {
    /** Name what is beside it, so that the class depends on it. */
    public DependsUpwards first() {
        return beside.get(0);
    }
}
