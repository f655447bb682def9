/** What a system's folder says of it as a whole; a stack's own definition and the load stand elsewhere. */
@NullMarked
package io.github.lo2.system;

import org.jspecify.annotations.NullMarked;
