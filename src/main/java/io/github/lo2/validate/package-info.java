/** What is said of a recorded scenario or run, reached in SQL over its tables, with the rows that prove it. */
@NullMarked
package io.github.lo2.validate;

import org.jspecify.annotations.NullMarked;
