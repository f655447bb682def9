/**
 * What is said of a scenario or a run: kinds of verdicts, their figures, the rows that prove them, and, in one place, the
 * sentence that people read. Nothing here judges, and nothing reads a sentence back.
 */
@NullMarked
package io.github.lo2.verdict;

import org.jspecify.annotations.NullMarked;
