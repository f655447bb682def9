/** Operations of the client service. */
@NullMarked
package com.networknt.oauth.client.handler;

import org.jspecify.annotations.NullMarked;
