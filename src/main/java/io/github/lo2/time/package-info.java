/** The one clock, how far others are from it, and the one way to wait for input to gather. */
@NullMarked
package io.github.lo2.time;

import org.jspecify.annotations.NullMarked;
