package io.github.lo2.capture;

import io.github.lo2.failure.SuiteException;

/** Says that a signal of a window could not be had. */
public final class CaptureException extends SuiteException {
    public CaptureException(String message, Throwable cause) {
        super(message, cause);
    }
}
