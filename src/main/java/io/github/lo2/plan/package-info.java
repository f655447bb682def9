/** What a run will do, known before it starts: parameters, the catalogue of scenarios, seed, order, durations and waits. */
@NullMarked
package io.github.lo2.plan;

import org.jspecify.annotations.NullMarked;
