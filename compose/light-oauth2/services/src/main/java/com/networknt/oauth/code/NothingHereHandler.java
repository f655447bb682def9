package com.networknt.oauth.code;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.util.Set;

/** Answer paths without an operation with an empty body: 404 for the methods of web pages, 405 for all others. */
public final class NothingHereHandler implements HttpHandler {
    private static final Set<HttpString> PAGE_METHODS = Set.of(Methods.GET, Methods.HEAD, Methods.POST);

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        boolean isPage = PAGE_METHODS.contains(exchange.getRequestMethod());
        exchange.setStatusCode(isPage ? StatusCodes.NOT_FOUND : StatusCodes.METHOD_NOT_ALLOWED);
        exchange.endExchange();
    }
}
