/** What every operation shares: bodies, parameters, client credentials, answers and refusals. */
@NullMarked
package com.networknt.oauth.http;

import org.jspecify.annotations.NullMarked;
