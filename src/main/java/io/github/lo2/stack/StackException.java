package io.github.lo2.stack;

import io.github.lo2.failure.SuiteException;
import org.jspecify.annotations.Nullable;

/** Says what of the stack does not start or does not live, why, and what to do. */
public final class StackException extends SuiteException {
    public StackException(String message) {
        super(message);
    }

    public StackException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
