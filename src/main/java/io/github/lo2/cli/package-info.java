/** The command {@code lo2}: what people type who have the packaged suite. A class is one of its commands. */
@NullMarked
package io.github.lo2.cli;

import org.jspecify.annotations.NullMarked;
