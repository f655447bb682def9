/** Operations of the code service. */
@NullMarked
package com.networknt.oauth.code.handler;

import org.jspecify.annotations.NullMarked;
