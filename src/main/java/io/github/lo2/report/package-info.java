/** What a person sees while a run is recorded. */
@NullMarked
package io.github.lo2.report;

import org.jspecify.annotations.NullMarked;
