package io.github.lo2.recording;

import io.github.lo2.failure.SuiteException;

/** Says that a scenario is not begun, since it could not end before the deadline, or since this process was told to end. */
public final class DeadlineException extends SuiteException {
    DeadlineException(String message) {
        super(message);
    }
}
