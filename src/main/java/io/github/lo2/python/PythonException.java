package io.github.lo2.python;

import io.github.lo2.failure.SuiteException;
import org.jspecify.annotations.Nullable;

/** Says why there is no Python, or why its environment cannot be made. */
public final class PythonException extends SuiteException {
    PythonException(String message) {
        super(message);
    }

    PythonException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
