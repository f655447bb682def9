package io.github.lo2.dataset;

import io.github.lo2.failure.SuiteException;
import org.jspecify.annotations.Nullable;

/** Says which file of a run cannot be written, and why. */
public final class DatasetException extends SuiteException {
    public DatasetException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
