package io.github.lo2.process;

import org.jspecify.annotations.Nullable;

/** Says that a child process did not start, did not end, or ended with another status than expected. */
public final class ChildProcessException extends RuntimeException {
    public ChildProcessException(String message) {
        super(message);
    }

    public ChildProcessException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
