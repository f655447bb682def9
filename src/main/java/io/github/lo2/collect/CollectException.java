package io.github.lo2.collect;

import io.github.lo2.failure.SuiteException;
import org.jspecify.annotations.Nullable;

/** Says why runs cannot be gathered. */
public final class CollectException extends SuiteException {
    CollectException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
