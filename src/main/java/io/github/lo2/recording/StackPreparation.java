package io.github.lo2.recording;

import io.github.lo2.plan.Isolation;
import io.github.lo2.stack.Stack;

/** Brings the stack into the state that a scenario begins with. */
final class StackPreparation {
    private final Stack stack;
    private final Isolation isolation;
    private final WarmUp warmUp;
    private final Runnable afterRepair;

    /**
     * @param afterRepair is run when a part of the stack had to be started anew
     */
    StackPreparation(Stack stack, Isolation isolation, WarmUp warmUp, Runnable afterRepair) {
        this.stack = stack;
        this.isolation = isolation;
        this.warmUp = warmUp;
        this.afterRepair = afterRepair;
    }

    /** Warm the stack up for the first scenario of a run; one that starts afresh for each scenario is warmed up each time. */
    void prepareRun() {
        if (isolation != Isolation.STACK) {
            warmUp.warmUp();
        }
    }

    /**
     * Prepare the stack for a scenario. No request may be under way, unless scenarios are not isolated.
     *
     * @throws io.github.lo2.stack.StackException when it cannot be done
     */
    void prepareScenario() {
        if (stack.repair()) {
            afterRepair.run();
        }
        switch (isolation) {
            case NONE -> {}
            case DATABASE -> stack.restoreData();
            case STACK -> startAfresh();
        }
    }

    /** Start the stack afresh and warm it up as for the first scenario of a run; what that leaves is taken out again. */
    private void startAfresh() {
        stack.restart();
        if (warmUp.warmUp() && stack.restoreObstacle().isEmpty()) {
            stack.restoreData();
        }
    }
}
