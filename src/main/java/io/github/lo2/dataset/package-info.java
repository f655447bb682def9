/**
 * A run on disk: folders, files and their formats, what is known of a run and its scenarios, and how they are sealed and
 * taken up again. What is in the tables belongs to {@link io.github.lo2.table}.
 */
@NullMarked
package io.github.lo2.dataset;

import org.jspecify.annotations.NullMarked;
