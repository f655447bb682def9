/** Who may ask for an authorization code, and what answers where nothing is. */
@NullMarked
package com.networknt.oauth.code;

import org.jspecify.annotations.NullMarked;
