/** The one clock. */
@NullMarked
package io.github.lo2.time;

import org.jspecify.annotations.NullMarked;
