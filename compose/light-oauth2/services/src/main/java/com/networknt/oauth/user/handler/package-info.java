/** Operations of the user service. */
@NullMarked
package com.networknt.oauth.user.handler;

import org.jspecify.annotations.NullMarked;
