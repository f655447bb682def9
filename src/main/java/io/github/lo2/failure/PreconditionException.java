package io.github.lo2.failure;

import java.util.List;

/** Says what this machine lacks for a run, a line each; nothing has been started. */
public final class PreconditionException extends SuiteException {
    public PreconditionException(List<String> lines) {
        super(String.join("\n", lines));
    }
}
