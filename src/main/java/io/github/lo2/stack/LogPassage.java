package io.github.lo2.stack;

import java.util.List;

/** How far the log streams of a stack have come past the end of a window. To ask it changes nothing. */
public interface LogPassage extends AutoCloseable {

    /** List the containers whose lines of the window may not all have been handed over; empty when all have. */
    List<String> behind();

    /** Say which lines of the window will never come, in words; empty when none is known to be lost. */
    List<String> gaps();

    /** Give up what has been asked for and has not been answered. */
    @Override
    default void close() {}
}
