package com.networknt.oauth.http;

import com.networknt.handler.Handler;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;

/**
 * Ignore a slash at the end of a path.
 *
 * <p>It is needed twice: at the head of a chain, since {@code /oauth2/client/} has been taken for a client with an
 * empty id, and as the default handler, where paths come that no template fits.
 */
public final class TrailingSlashHandler extends PassThroughHandler {
    private static final String PATH_NOT_IMPLEMENTED = "ERR10048";

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String path = exchange.getRequestPath();
        if (path.length() > 1 && path.endsWith("/")) {
            setPath(exchange, path.substring(0, path.length() - 1));
            if (Handler.start(exchange)) {
                Handler.next(exchange);
                return;
            }
            setPath(exchange, path);
        }
        HttpHandler following = Handler.getNext(exchange);
        if (following == null) {
            setExchangeStatus(exchange, PATH_NOT_IMPLEMENTED, path);
        } else {
            following.handleRequest(exchange);
        }
    }

    private static void setPath(HttpServerExchange exchange, String path) {
        exchange.setRequestPath(path);
        exchange.setRelativePath(path);
    }
}
