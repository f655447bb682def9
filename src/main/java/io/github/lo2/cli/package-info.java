/** Commands beside the tests, started by {@code mvn exec:java@…}. */
@NullMarked
package io.github.lo2.cli;

import org.jspecify.annotations.NullMarked;
