package com.networknt.oauth.admin;

import com.networknt.config.Config;
import com.networknt.handler.Handler;
import com.networknt.handler.LightHttpHandler;
import com.networknt.oauth.store.CachedEntries;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.util.Map;
import java.util.Objects;

/**
 * Drop what the services keep in memory, so that they see rows that somebody else has changed.
 *
 * <p>Switched off, which is the default, the request goes on to what answers paths without an operation.
 */
public final class AdmCacheDeleteHandler implements LightHttpHandler {
    private final boolean enabled;

    public AdmCacheDeleteHandler() {
        this(isEnabled());
    }

    AdmCacheDeleteHandler(boolean enabled) {
        this.enabled = enabled;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (!enabled) {
            Handler.next(exchange);
            return;
        }
        CachedEntries.shared().evictAll();
        exchange.setStatusCode(StatusCodes.NO_CONTENT);
        exchange.endExchange();
    }

    private static boolean isEnabled() {
        Map<String, Object> settings =
                Objects.requireNonNull(Config.getInstance().getJsonMapConfigNoCache("admin"), "admin.yml is missing");
        return Boolean.parseBoolean(String.valueOf(settings.get("enabled")));
    }
}
