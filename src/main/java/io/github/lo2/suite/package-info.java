/** The long-lived parts of the suite put together: what the JUnit extensions and the commands both start from. */
@NullMarked
package io.github.lo2.suite;

import org.jspecify.annotations.NullMarked;
