/** The records of a stack and its load: requests, log lines and records, spans and samples, and what of them is missing. */
@NullMarked
package io.github.lo2.signal;

import org.jspecify.annotations.NullMarked;
