package com.networknt.oauth.http;

import io.undertow.server.ExchangeCompletionListener.NextListener;
import io.undertow.server.HttpServerExchange;

/**
 * Complete exchanges in the thread that reads the next request from their connection.
 *
 * <p>Undertow 2.3 completes an exchange in the thread of its handler. That wakes the reading thread, which then spins
 * until the handler's thread has finished: where cores are few, it takes the core away from the very thread that it
 * waits for.
 */
public final class CompletionHandler extends PassThroughHandler {

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        exchange.addExchangeCompleteListener(CompletionHandler::completeInIoThread);
        proceed(exchange);
    }

    private static void completeInIoThread(HttpServerExchange exchange, NextListener next) {
        if (exchange.isInIoThread()) {
            next.proceed();
        } else {
            exchange.getIoThread().execute(next::proceed);
        }
    }
}
