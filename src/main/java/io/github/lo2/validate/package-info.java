/** What is said of a recorded scenario, with the figures that prove it. */
@NullMarked
package io.github.lo2.validate;

import org.jspecify.annotations.NullMarked;
