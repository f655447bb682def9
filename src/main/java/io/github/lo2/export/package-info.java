/** A run in the layouts of other tools. */
@NullMarked
package io.github.lo2.export;

import org.jspecify.annotations.NullMarked;
