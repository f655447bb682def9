package io.github.lo2.export;

import io.github.lo2.failure.SuiteException;
import org.jspecify.annotations.Nullable;

/** Says why a run cannot be exported. */
public final class ExportException extends SuiteException {
    public ExportException(String message) {
        super(message);
    }

    ExportException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
