package io.github.lo2.process;

import io.github.lo2.failure.SuiteException;
import org.jspecify.annotations.Nullable;

/** Says that a child process did not start, did not end, or ended with another status than expected. */
public final class ChildProcessException extends SuiteException {
    public ChildProcessException(String message) {
        super(message);
    }

    public ChildProcessException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
