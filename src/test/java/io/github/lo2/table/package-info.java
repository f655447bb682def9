/** The tables of a run. */
@NullMarked
package io.github.lo2.table;

import org.jspecify.annotations.NullMarked;
