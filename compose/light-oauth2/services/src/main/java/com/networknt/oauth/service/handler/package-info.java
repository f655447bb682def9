/** Operations of the service service. */
@NullMarked
package com.networknt.oauth.service.handler;

import org.jspecify.annotations.NullMarked;
