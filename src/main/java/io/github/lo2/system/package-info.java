/** What {@code system.json} says of a system as a whole. A stack's own definition and the load stand elsewhere. */
@NullMarked
package io.github.lo2.system;

import org.jspecify.annotations.NullMarked;
