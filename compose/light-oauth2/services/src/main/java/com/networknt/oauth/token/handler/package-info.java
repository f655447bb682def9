/** Operations of the token service and of the refresh-token service. */
@NullMarked
package com.networknt.oauth.token.handler;

import org.jspecify.annotations.NullMarked;
