/** The objects of the services: Hazelcast maps that write through to the database, and pages read by SQL. */
@NullMarked
package com.networknt.oauth.store;

import org.jspecify.annotations.NullMarked;
