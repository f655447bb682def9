package io.github.lo2.table;

/**
 * A column of a table.
 *
 * @param name its name
 * @param type its type, in DuckDB's words
 */
public record Column(String name, String type) {}
