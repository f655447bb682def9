package io.github.lo2.export;

import org.jspecify.annotations.Nullable;

/** Says why a run cannot be exported. */
public final class ExportException extends RuntimeException {
    public ExportException(String message) {
        super(message);
    }

    ExportException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
