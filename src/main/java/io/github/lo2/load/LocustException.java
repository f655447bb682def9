package io.github.lo2.load;

import io.github.lo2.failure.SuiteException;
import org.jspecify.annotations.Nullable;

/** Says why Locust cannot be started, or how it ended. */
public final class LocustException extends SuiteException {
    public LocustException(String message) {
        super(message);
    }

    public LocustException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
