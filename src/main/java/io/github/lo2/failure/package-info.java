/** What every exception of the suite has in common, so that one place can turn any of them into a line for people. */
@NullMarked
package io.github.lo2.failure;

import org.jspecify.annotations.NullMarked;
