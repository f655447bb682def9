/** The one HTTP client, which gives up what is not there in time, and how it trusts self-signed certificates. */
@NullMarked
package io.github.lo2.http;

import org.jspecify.annotations.NullMarked;
