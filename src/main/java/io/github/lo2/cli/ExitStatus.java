package io.github.lo2.cli;

/** What a command's end says; {@code docs/campaigns.md} has the table. */
final class ExitStatus {
    /** It did what it was asked for, and nothing speaks against what it looked at. */
    static final int PASSED = 0;

    /** It did what it was asked for, and something does. */
    static final int FAILED = 1;

    /** It could not do what it was asked for; the last line says why. */
    static final int REFUSED = 2;

    /** It did what there was time for, and can be called again for the rest: EX_TEMPFAIL of sysexits.h. */
    static final int UNFINISHED = 75;

    private ExitStatus() {}

    /** Give the status of a look at something. */
    static int of(boolean passed) {
        return passed ? PASSED : FAILED;
    }
}
