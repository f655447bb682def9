package io.github.lo2.fault;

import io.github.lo2.failure.SuiteException;

/** Says what is wrong with a fault of the stack: with its declaration, or with what it does there. */
public final class FaultException extends SuiteException {
    FaultException(String message) {
        super(message);
    }

    FaultException(String message, Throwable cause) {
        super(message, cause);
    }
}
