/** Python: how a virtual environment is made from pinned requirements, and how a program of it is started. */
@NullMarked
package io.github.lo2.python;

import org.jspecify.annotations.NullMarked;
