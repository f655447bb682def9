/**
 * Operations for who runs the services, on top of those of 2.0.28; switched off unless {@code admin.yml} says
 * otherwise.
 */
@NullMarked
package com.networknt.oauth.admin;

import org.jspecify.annotations.NullMarked;
