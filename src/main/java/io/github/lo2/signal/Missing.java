package io.github.lo2.signal;

/**
 * Something of a window that did not arrive, or may not have.
 *
 * @param signal which signal it is missing from
 * @param what what is missing, for people: {@code the last spans of oauth2-client-service}
 * @param counted false: nothing says that it is missing, but nobody would have noticed
 */
public record Missing(Signal signal, String what, boolean counted) {
    public Missing(Signal signal, String what) {
        this(signal, what, true);
    }

    @Override
    public String toString() {
        return what;
    }
}
