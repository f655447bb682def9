package io.github.lo2.stack;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says whose containers these are: the process that started them.
 *
 * @param pid its id
 * @param startedSeconds when it started, UNIX seconds, since ids are used again
 */
record RunLabel(long pid, long startedSeconds) {
    /** The system reckons starts back from the present, so a corrected clock moves them. */
    private static final long CLOCK_STEP_SECONDS = 5;

    private static final Pattern FORM = Pattern.compile("pid-(\\d{1,18})-(\\d{1,18})");

    /** Make the label of this process. */
    static RunLabel current() {
        ProcessHandle self = ProcessHandle.current();
        return new RunLabel(self.pid(), startOf(self));
    }

    /** Read a label; empty when no run of the suite made it, such as that of a stack started by hand. */
    static Optional<RunLabel> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new RunLabel(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /** Tell whether the process still lives. */
    boolean isAlive() {
        return ProcessHandle.of(pid)
                .filter(process ->
                        process.isAlive() && Math.abs(startOf(process) - startedSeconds) <= CLOCK_STEP_SECONDS)
                .isPresent();
    }

    @Override
    public String toString() {
        return "pid-%s-%s".formatted(pid, startedSeconds);
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::getEpochSecond).orElse(0L);
    }
}
