package io.github.lo2.capture;

/** Says that a signal of a window could not be had. */
public final class CaptureException extends RuntimeException {
    public CaptureException(String message, Throwable cause) {
        super(message, cause);
    }
}
