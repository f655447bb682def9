package com.networknt.oauth.http;

import com.networknt.handler.Handler;
import com.networknt.httpstring.AttachmentConstants;
import com.networknt.openapi.ApiNormalisedPath;
import com.networknt.openapi.OpenApiHandler;
import com.networknt.openapi.OpenApiOperation;
import com.networknt.openapi.RequestValidator;
import com.networknt.openapi.ValidatorHandler;
import com.networknt.status.Status;
import io.undertow.server.HttpServerExchange;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Check a request against the API description as light-4j's handler does, with the schemas compiled once. */
public final class CachedValidatorHandler extends ValidatorHandler {
    // The name under which light-4j writes this record.
    private static final Logger LOG = LoggerFactory.getLogger(ValidatorHandler.class);

    private final RequestValidator validator;

    /** Check with the API description that {@link OpenApiHandler}, which must stand before this, has loaded. */
    public CachedValidatorHandler() {
        validator = new RequestValidator(new CachedSchemaValidator(OpenApiHandler.helper.openApi3));
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        OpenApiOperation operation = (OpenApiOperation) Objects.requireNonNull(
                exchange.getAttachment(AttachmentConstants.AUDIT_INFO).get("openapi_operation"),
                "no operation attached: is the OpenApiHandler missing?");
        ApiNormalisedPath path =
                new ApiNormalisedPath(exchange.getRequestURI(), OpenApiHandler.getBasePath(exchange.getRequestPath()));
        Status violation = validator.validateRequest(path, exchange, operation);
        if (violation != null) {
            setExchangeStatus(exchange, violation);
            LOG.error("There is an Validation Error:");
            return;
        }
        Handler.next(exchange, getNext());
    }
}
