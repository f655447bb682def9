/** What a run will do, drawn before it starts: parameters, seed, order, durations and waits. */
@NullMarked
package io.github.lo2.plan;

import org.jspecify.annotations.NullMarked;
