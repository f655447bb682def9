/** What a person sees of a run: its progress while it is recorded, and its report. */
@NullMarked
package io.github.lo2.report;

import org.jspecify.annotations.NullMarked;
