package io.github.lo2.dataset;

import io.github.lo2.time.EpochClock;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The log of a run, {@code run_log.log}, as the reference writes it: UNIX seconds, a blank, a message.
 *
 * <p>Each line is also shown on the terminal; in a test it becomes part of that test's report. Where there is a terminal, its
 * last lines may be some that are drawn again and again ({@link #redraw}).
 */
public final class RunLog {
    /** The file in a run's folder. */
    public static final String FILE_NAME = "run_log.log";

    /** Up a line: ECMA-48's CUU. */
    private static final String UP = "\u001b[A";

    /** Back to the line's start, and clear it and what is below: ECMA-48's carriage return and ED. */
    private static final String CLEAR = "\r\u001b[J";

    /** Let no line wrap, so that one that is too long is cut, and let them wrap again: DEC's DECAWM. */
    private static final String CUT = "\u001b[?7l%s\u001b[?7h";

    private final Path file;
    private final EpochClock clock;
    private final PrintStream terminal;
    private final boolean live;
    private int drawn;

    /**
     * @param live whether lines of the terminal can be drawn again
     */
    RunLog(Path file, EpochClock clock, PrintStream terminal, boolean live) {
        this.file = file;
        this.clock = clock;
        this.terminal = terminal;
        this.live = live;
    }

    /** Tell whether lines of the terminal can be drawn again. */
    public boolean isLive() {
        return live;
    }

    /** Draw the last lines of the terminal again; the next line that is said takes their place. */
    public synchronized void redraw(List<String> lines) {
        clear();
        terminal.print(lines.stream().map(CUT::formatted).collect(Collectors.joining("\n")));
        terminal.flush();
        drawn = lines.size();
    }

    /** Tell how many bytes are free where the run is written; 0 when nobody says. */
    public long freeBytes() {
        return file.resolveSibling(".").toFile().getUsableSpace();
    }

    private synchronized void print(String line) {
        clear();
        terminal.println(line);
    }

    private void clear() {
        if (drawn > 0) {
            terminal.print(UP.repeat(drawn - 1) + CLEAR);
            drawn = 0;
        }
    }

    /**
     * Write a line.
     *
     * @throws DatasetException when the file cannot be written
     */
    public void say(String message) {
        say(clock.nanos(), message);
    }

    /**
     * Write a line about something that happened before.
     *
     * @param epochNanos when, ns since the epoch (UTC)
     * @throws DatasetException when the file cannot be written
     */
    public void say(long epochNanos, String message) {
        String line = epochNanos / 1_000_000_000 + " " + message;
        print(line);
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new DatasetException(
                    "%s cannot be written: %s; free disk space there and resume the run".formatted(file, e), e);
        }
    }

    /**
     * Bring what was said to the disk.
     *
     * @throws DatasetException when the disk refuses
     */
    void force() {
        try {
            Disk.force(file);
        } catch (IOException e) {
            throw new DatasetException(
                    "%s cannot be brought to the disk: %s; free disk space there and resume the run".formatted(file, e),
                    e);
        }
    }

    /** End the last line, where the writing broke off in it: the next one begins a line of its own. */
    void endBrokenLine() {
        try {
            if (Files.exists(file)) {
                byte[] bytes = Files.readAllBytes(file);
                if (bytes.length > 0 && bytes[bytes.length - 1] != '\n') {
                    Files.writeString(file, "\n", StandardOpenOption.APPEND);
                }
            }
        } catch (IOException e) {
            throw new DatasetException(
                    "%s cannot be written: %s; free disk space there and resume the run".formatted(file, e), e);
        }
    }

    /** Show a line on the terminal only. */
    public void show(String message) {
        print(message);
    }
}
