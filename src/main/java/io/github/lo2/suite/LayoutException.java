package io.github.lo2.suite;

import io.github.lo2.failure.SuiteException;
import org.jspecify.annotations.Nullable;

/** Says which part of a project cannot be read or written. */
public final class LayoutException extends SuiteException {
    LayoutException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
