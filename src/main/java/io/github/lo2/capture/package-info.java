/**
 * Getting the signals of a window while the load runs: the OTLP receiver, host figures, Prometheus' samples, how lines become
 * log records, what is lost, and who gets which record.
 */
@NullMarked
package io.github.lo2.capture;

import org.jspecify.annotations.NullMarked;
