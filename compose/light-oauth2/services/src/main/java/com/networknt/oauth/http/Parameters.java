package com.networknt.oauth.http;

import io.undertow.server.HttpServerExchange;
import java.util.Deque;
import java.util.Optional;

/** Read path and query parameters; the API description has been checked before. */
public final class Parameters {
    private static final int DEFAULT_PAGE_SIZE = 10;

    private Parameters() {}

    /** Return a parameter that the API description requires. */
    public static String required(HttpServerExchange exchange, String name) {
        return optional(exchange, name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "parameter " + name + " is missing although the API description requires it"));
    }

    /** Return the first value of a parameter, or nothing when it is absent. */
    public static Optional<String> optional(HttpServerExchange exchange, String name) {
        Deque<String> values = exchange.getQueryParameters().get(name);
        return values == null ? Optional.empty() : Optional.ofNullable(values.peekFirst());
    }

    /**
     * Read page, pageSize and the prefix filter.
     *
     * @param filter the name of the query parameter that holds the prefix
     * @param firstPage the number that callers give the first page, 0 or 1
     */
    public static PageRequest page(HttpServerExchange exchange, String filter, int firstPage) {
        int size = optional(exchange, "pageSize").map(Integer::parseInt).orElse(DEFAULT_PAGE_SIZE);
        long index = Long.parseLong(required(exchange, "page")) - firstPage;
        return new PageRequest(optional(exchange, filter).orElse(""), index, size);
    }
}
