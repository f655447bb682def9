package io.github.lo2.table;

import io.github.lo2.failure.SuiteException;
import org.jspecify.annotations.Nullable;

/** Says which table cannot be written or read, and why. */
public final class TableException extends SuiteException {
    public TableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
