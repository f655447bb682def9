package io.github.lo2.recording;

import io.github.lo2.failure.SuiteException;
import org.jspecify.annotations.Nullable;

/** Says why a scenario is not recorded. */
public final class RecordingException extends SuiteException {
    RecordingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
