package com.networknt.oauth.store;

/** Say that an object is not removed because others refer to it. */
public final class InUseException extends Exception {
    private static final long serialVersionUID = 1L;

    InUseException(String message, Throwable cause) {
        super(message, cause);
    }
}
