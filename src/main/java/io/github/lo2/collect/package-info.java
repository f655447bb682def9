/** Recorded runs gathered into one data set: which there are, what is said of them, their tables side by side. */
@NullMarked
package io.github.lo2.collect;

import org.jspecify.annotations.NullMarked;
