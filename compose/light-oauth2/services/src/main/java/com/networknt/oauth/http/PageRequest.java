package com.networknt.oauth.http;

/**
 * Ask for one page of a table.
 *
 * @param prefix what the filtered column begins with; empty for all rows
 * @param index the page, counted from 0; below 0 is an empty page
 * @param size rows a page, 1 or more
 */
public record PageRequest(String prefix, long index, int size) {}
