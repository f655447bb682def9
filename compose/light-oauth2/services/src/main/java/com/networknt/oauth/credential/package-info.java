/** Passwords and client secrets. */
@NullMarked
package com.networknt.oauth.credential;

import org.jspecify.annotations.NullMarked;
