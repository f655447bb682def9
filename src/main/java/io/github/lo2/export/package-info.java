/** A run in the layouts of other tools, made of its tables; each layout a class. */
@NullMarked
package io.github.lo2.export;

import org.jspecify.annotations.NullMarked;
