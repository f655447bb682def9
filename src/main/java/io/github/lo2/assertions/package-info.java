/** AssertJ assertions of the suite's own, for test classes that say what must hold of a scenario. */
@NullMarked
package io.github.lo2.assertions;

import org.jspecify.annotations.NullMarked;
