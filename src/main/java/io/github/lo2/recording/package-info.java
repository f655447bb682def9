/**
 * The way of a run and of each of its scenarios: what is planned, what is begun, what is captured, what is sealed. It knows
 * no test framework; {@code junit} makes tests of it.
 */
@NullMarked
package io.github.lo2.recording;

import org.jspecify.annotations.NullMarked;
