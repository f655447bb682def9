package com.networknt.oauth.http;

import com.networknt.exception.ApiException;
import io.undertow.server.HttpServerExchange;

/** Answer the error that an operation refuses a request with; only faults go on to light-4j's exception handler. */
public final class RefusalHandler extends PassThroughHandler {
    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        try {
            proceed(exchange);
        } catch (ApiException refusal) {
            setExchangeStatus(exchange, refusal.getStatus());
        }
    }
}
