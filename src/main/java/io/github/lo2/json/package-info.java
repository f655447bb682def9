/** The one JSON mapper. */
@NullMarked
package io.github.lo2.json;

import org.jspecify.annotations.NullMarked;
