/** How a service finds the other members of the Hazelcast cluster. */
@NullMarked
package com.networknt.oauth.cluster;

import org.jspecify.annotations.NullMarked;
