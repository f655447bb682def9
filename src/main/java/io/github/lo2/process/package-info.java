/** Child processes: how one is started, what it prints and when, how it ends, and that none outlives the suite. */
@NullMarked
package io.github.lo2.process;

import org.jspecify.annotations.NullMarked;
