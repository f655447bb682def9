package io.github.lo2.system;

import io.github.lo2.failure.SuiteException;
import org.jspecify.annotations.Nullable;

/** Says that there is no such system, or what of its definition is wrong. */
public final class SystemException extends SuiteException {
    public SystemException(String message) {
        super(message);
    }

    public SystemException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
