/** The one HTTP client. */
@NullMarked
package io.github.lo2.http;

import org.jspecify.annotations.NullMarked;
