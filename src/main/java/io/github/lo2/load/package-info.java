/** Locust: how it is started, its scenario catalogue, the load of one scenario and the requests it wrote down. */
@NullMarked
package io.github.lo2.load;

import org.jspecify.annotations.NullMarked;
