package io.github.lo2.table;

/**
 * What log records share, as SQL over the columns of a row of {@code logs}: the beginning of the message, where what has a digit
 * or is long is a variable. Only a beginning: SQL reads millions of them.
 */
public final class LogTemplate {
    /** The words of a record's template. Level, logger and method belong to a template, too. */
    public static final String WORDS =
            "left(regexp_replace(left(message, 160), '[A-Za-z0-9_-]*[0-9][A-Za-z0-9_-]*|[A-Za-z0-9_-]{20,}', '#',"
                    + " 'g'), 60)";

    private LogTemplate() {}
}
