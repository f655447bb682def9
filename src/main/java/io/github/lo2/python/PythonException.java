package io.github.lo2.python;

import org.jspecify.annotations.Nullable;

/** Says why there is no Python, or why its environment cannot be made. */
public final class PythonException extends RuntimeException {
    PythonException(String message) {
        super(message);
    }

    PythonException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
