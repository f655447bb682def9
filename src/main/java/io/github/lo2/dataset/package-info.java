/** A run on disk: folders, files and their formats, and how a scenario is sealed. */
@NullMarked
package io.github.lo2.dataset;

import org.jspecify.annotations.NullMarked;
