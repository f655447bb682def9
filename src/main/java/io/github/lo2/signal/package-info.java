/** The records that a stack and its load give off: requests, log lines and records, spans and samples. */
@NullMarked
package io.github.lo2.signal;

import org.jspecify.annotations.NullMarked;
