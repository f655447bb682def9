package com.networknt.oauth.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.httpstring.AttachmentConstants;
import com.networknt.jsonoverlay.Overlay;
import com.networknt.oas.model.MediaType;
import com.networknt.oas.model.RequestBody;
import com.networknt.oas.model.impl.SchemaImpl;
import com.networknt.openapi.OpenApiHandler;
import com.networknt.openapi.OpenApiOperation;
import com.networknt.openapi.SchemaValidator;
import com.networknt.openapi.ValidatorHandler;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.status.Status;
import io.undertow.server.HttpServerExchange;
import java.util.Map;
import java.util.Objects;
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

    private static final String FORM = "application/x-www-form-urlencoded";

    private final SchemaValidator validator;

    /** Check with the API description that {@link OpenApiHandler}, which must stand before this, has loaded. */
    public FormValidatorHandler() {
        validator = new CachedSchemaValidator(OpenApiHandler.helper.openApi3);
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
            JsonNode schema = schema(exchange);
            if (schema != null) {
                SchemaValidatorsConfig config = new SchemaValidatorsConfig();
                config.setTypeLoose(false);
                MDC.put(VALIDATES, "form");
                try {
                    return validator.validate(form, schema, config, "requestBody");
                } finally {
                    MDC.remove(VALIDATES);
                }
            }
            // Unchecked, so as if there was none.
            exchange.removeAttachment(AttachmentConstants.REQUEST_BODY);
        }
        return null;
    }

    private static boolean isForm(HttpServerExchange exchange) {
        String contentType = exchange.getRequestHeaders().getFirst("Content-Type");
        return contentType != null && !contentType.startsWith("application/json");
    }

    private static @Nullable JsonNode schema(HttpServerExchange exchange) {
        OpenApiOperation operation = (OpenApiOperation) Objects.requireNonNull(
                exchange.getAttachment(AttachmentConstants.AUDIT_INFO).get("openapi_operation"));
        RequestBody body = operation.getOperation().getRequestBody();
        MediaType form = body == null ? null : body.getContentMediaType(FORM);
        return form == null ? null : Overlay.toJson((SchemaImpl) form.getSchema());
    }
}
