/** Classes that break the rules of the architecture, each one of them. The rules must find them. */
@NullMarked
package io.github.lo2.counterexample;

import org.jspecify.annotations.NullMarked;
