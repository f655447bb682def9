/** Issuing access tokens and refresh tokens. */
@NullMarked
package com.networknt.oauth.token;

import org.jspecify.annotations.NullMarked;
