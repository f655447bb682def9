/**
 * Getting the signals of a window while the load runs: the OTLP receiver, host figures, how lines become log records, and
 * who gets which record.
 */
@NullMarked
package io.github.lo2.capture;

import org.jspecify.annotations.NullMarked;
