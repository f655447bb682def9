package com.networknt.oauth.http;

import com.networknt.httpstring.AttachmentConstants;
import com.networknt.oauth.http.ApiSchemas.BodySchemas;
import com.networknt.openapi.OpenApiHandler;
import com.networknt.openapi.OpenApiOperation;
import com.networknt.openapi.ValidatorHandler;
import com.networknt.status.Status;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Check a form against the operation's schema for forms; light-4j's validator only looks at JSON.
 *
 * <p>Stands behind the body handler and the validator. A violation is 400 ERR11004 as for JSON. A form for an operation
 * that declares none is taken away.
 */
public final class FormValidatorHandler extends PassThroughHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ValidatorHandler.class);
    /** Set while a form is checked; {@code logback.xml} drops what the validators write then. */
    private static final String VALIDATES = "validates";

    private final ApiSchemas schemas;

    /** Check with the API description that {@link OpenApiHandler}, which must stand before this, has loaded. */
    public FormValidatorHandler() {
        schemas = new ApiSchemas(OpenApiHandler.helper.openApi3);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        Status violation = violation(exchange);
        if (violation != null) {
            setExchangeStatus(exchange, violation);
            LOG.error("There is an Validation Error:");
            return;
        }
        proceed(exchange);
    }

    private @Nullable Status violation(HttpServerExchange exchange) {
        if (exchange.getAttachment(AttachmentConstants.REQUEST_BODY) instanceof Map<?, ?> form && isForm(exchange)) {
            OpenApiOperation operation = ApiSchemas.operation(exchange);
            Optional<ValueSchema> schema = schemas.of(operation).body().flatMap(BodySchemas::form);
            if (schema.isPresent()) {
                return silently(() -> schema.get().violation(form));
            }
            // Unchecked, so as if there was none.
            exchange.removeAttachment(AttachmentConstants.REQUEST_BODY);
        }
        return null;
    }

    private static boolean isForm(HttpServerExchange exchange) {
        String contentType = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
        return contentType != null && !contentType.startsWith("application/json");
    }

    private static @Nullable Status silently(Supplier<@Nullable Status> check) {
        MDC.put(VALIDATES, "form");
        try {
            return check.get();
        } finally {
            MDC.remove(VALIDATES);
        }
    }
}
