/** Log records without passwords and secrets. */
@NullMarked
package com.networknt.oauth.logging;

import org.jspecify.annotations.NullMarked;
