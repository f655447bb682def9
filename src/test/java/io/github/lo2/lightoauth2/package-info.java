/** Light-oauth2: the recording of its data set, and what its services are expected to answer. */
@NullMarked
package io.github.lo2.lightoauth2;

import org.jspecify.annotations.NullMarked;
