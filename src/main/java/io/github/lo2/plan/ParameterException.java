package io.github.lo2.plan;

import io.github.lo2.failure.SuiteException;

/** Says which parameter has which wrong value, and what is allowed. */
public final class ParameterException extends SuiteException {
    public ParameterException(String message) {
        super(message);
    }
}
