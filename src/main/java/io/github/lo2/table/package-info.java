/**
 * The tables of a run: their columns, how rows get into Parquet files, and how the files are asked in SQL. Where the files
 * lie is for {@link io.github.lo2.dataset} to know.
 */
@NullMarked
package io.github.lo2.table;

import org.jspecify.annotations.NullMarked;
