/** The system under test and what observes it: what it consists of, how it starts, how it ends. */
@NullMarked
package io.github.lo2.stack;

import org.jspecify.annotations.NullMarked;
