/**
 * The suite as JUnit sees it: the extension, the order, the session, the way of one scenario from its turn to its seal, and
 * the completion of a run.
 */
@NullMarked
package io.github.lo2.junit;

import org.jspecify.annotations.NullMarked;
