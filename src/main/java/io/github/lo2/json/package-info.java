/** The one JSON mapper, and what becomes of text that cannot be encoded. */
@NullMarked
package io.github.lo2.json;

import org.jspecify.annotations.NullMarked;
