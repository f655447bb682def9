package io.github.lo2.failure;

import org.jspecify.annotations.Nullable;

/**
 * Says in one line what went wrong: the thing, its value, what was expected and what to do. A person needs no stack trace to
 * act on it; what is a fault in the suite itself is another exception.
 */
public abstract class SuiteException extends RuntimeException {
    protected SuiteException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    protected SuiteException(String message) {
        super(message);
    }
}
