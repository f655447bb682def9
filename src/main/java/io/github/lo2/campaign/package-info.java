/** Many runs of one design: what is said of them, and what each of them is. It draws; it starts nothing. */
@NullMarked
package io.github.lo2.campaign;

import org.jspecify.annotations.NullMarked;
