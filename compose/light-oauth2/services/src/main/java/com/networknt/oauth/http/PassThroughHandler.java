package com.networknt.oauth.http;

import com.networknt.handler.Handler;
import com.networknt.handler.MiddlewareHandler;
import com.networknt.utility.ModuleRegistry;
import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stand in a chain of {@code handler.yml} in front of an operation. */
abstract class PassThroughHandler implements MiddlewareHandler {
    private volatile @Nullable HttpHandler next;

    /** Hand the request to the rest of the chain. */
    final void proceed(HttpServerExchange exchange) throws Exception {
        Handler.next(exchange, next);
    }

    @Override
    public final @Nullable HttpHandler getNext() {
        return next;
    }

    @Override
    public final MiddlewareHandler setNext(HttpHandler next) {
        Handlers.handlerNotNull(next);
        this.next = next;
        return this;
    }

    @Override
    public final boolean isEnabled() {
        return true;
    }

    @Override
    public final void register() {
        ModuleRegistry.registerModule(getClass().getName(), Map.of("enabled", true), null);
    }
}
