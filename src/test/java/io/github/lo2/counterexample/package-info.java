/** Classes that break the rules of the architecture, a rule each or more. The rules must find them. */
@NullMarked
package io.github.lo2.counterexample;

import org.jspecify.annotations.NullMarked;
