/** Proof Key for Code Exchange (RFC 7636). */
@NullMarked
package com.networknt.oauth.pkce;

import org.jspecify.annotations.NullMarked;
