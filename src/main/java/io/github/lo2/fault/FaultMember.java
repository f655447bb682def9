package io.github.lo2.fault;

import java.util.Locale;
import java.util.regex.Pattern;

/** A member of a declaration that only some kinds of faults have. */
enum FaultMember {
    /** Where in the code of the target: a class, {@code #} and a method. */
    AT("[\\w.$]+#[\\w$<>]+(\\(.*\\))?", "a class, # and a method, such as org.example.Handler#handle"),
    /** The class of an exception with a public constructor that takes a message. */
    EXCEPTION("[\\w.$]+", "the name of a class, such as java.lang.IllegalStateException"),
    /** What an exception says. */
    MESSAGE("[^\"\\\\\\n]+", "a text without quotation marks, in one line"),
    /** An expression in Byteman's language. */
    VALUE("[^\\n]+", "an expression in Byteman's language, in one line, such as null"),
    /** What is done, in Byteman's language. */
    ACTION("[^\\n]+", "actions in Byteman's language, in one line, such as $1.close(); return"),
    /** How long. */
    MILLISECONDS("[1-9]\\d{0,4}", "a whole number from 1 to 99999"),
    /** A status of HTTP. */
    STATUS("[1-5]\\d\\d", "a status from 100 to 599"),
    /** How often. */
    TIMES("[1-9]\\d?", "a whole number from 1 to 99"),
    /** How much of the heap. */
    MEGABYTES("[1-9]\\d{0,3}", "a whole number from 1 to 9999"),
    /** How much a second. */
    KILOBYTES("[1-9]\\d{0,5}", "a whole number from 1 to 999999"),
    /** How much of the processor's time, 1 for one core. */
    CORES("(?!0+(\\.0+)?$)\\d{1,2}(\\.\\d{1,2})?", "a number with at most two digits behind the point, such as 0.1"),
    /** A table of the database. */
    TABLE("\\w+", "the name of a table");

    private final Pattern form;
    private final String expected;

    FaultMember(String form, String expected) {
        this.form = Pattern.compile(form);
        this.expected = expected;
    }

    /** Name it as a declaration does. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean allows(String value) {
        return form.matcher(value).matches();
    }

    /** Say what a value looks like. */
    String expected() {
        return expected;
    }

    /** Tell whether it is the number that a rule may ask for. */
    boolean isNumber() {
        return this == MILLISECONDS || this == STATUS || this == TIMES || this == MEGABYTES;
    }
}
