package io.github.lo2.cli;

import io.github.lo2.failure.SuiteException;
import org.jspecify.annotations.Nullable;

/** Says why a command cannot do what it was asked for. */
final class CommandException extends SuiteException {
    CommandException(String message) {
        super(message);
    }

    CommandException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
