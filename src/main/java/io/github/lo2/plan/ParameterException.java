package io.github.lo2.plan;

/** Says which parameter has which wrong value, and what is allowed. */
public final class ParameterException extends RuntimeException {
    public ParameterException(String message) {
        super(message);
    }
}
