/**
 * The family that every exception of the suite belongs to, so that one place can turn any of them into a line for people, and
 * what a machine must have for a run.
 */
@NullMarked
package io.github.lo2.failure;

import org.jspecify.annotations.NullMarked;
