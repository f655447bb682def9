/** Another system than the project's own: a few files in {@code src/test/resources/systems}, recorded like any other. */
@NullMarked
package io.github.lo2.greeter;

import org.jspecify.annotations.NullMarked;
