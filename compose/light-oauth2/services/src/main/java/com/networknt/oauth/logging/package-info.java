/** How log records are written: without passwords and secrets, with the method that logged. */
@NullMarked
package com.networknt.oauth.logging;

import org.jspecify.annotations.NullMarked;
