/**
 * Faults of the stack: what a system declares of them, what each kind does and how it is taken back, and which requests they
 * hit. {@link io.github.lo2.fault.FaultPoint} runs inside services, everything else in the suite.
 */
@NullMarked
package io.github.lo2.fault;

import org.jspecify.annotations.NullMarked;
