/**
 * The suite as JUnit sees it: the annotations of a test class, the extensions, the order of the methods, the session. The way
 * of a run is in {@code recording}.
 */
@NullMarked
package io.github.lo2.junit;

import org.jspecify.annotations.NullMarked;
