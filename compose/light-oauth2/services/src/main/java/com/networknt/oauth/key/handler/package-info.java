/** Operations of the key service. */
@NullMarked
package com.networknt.oauth.key.handler;

import org.jspecify.annotations.NullMarked;
