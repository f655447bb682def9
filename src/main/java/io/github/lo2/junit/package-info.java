/** The suite as JUnit sees it: the extension, the order, the session, and the way of one scenario from plan to verdict. */
@NullMarked
package io.github.lo2.junit;

import org.jspecify.annotations.NullMarked;
