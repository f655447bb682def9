package com.networknt.oauth.http;

import com.networknt.httpstring.AttachmentConstants;
import com.networknt.oauth.http.ApiSchemas.BodySchemas;
import com.networknt.oauth.http.ApiSchemas.OperationSchemas;
import com.networknt.oauth.http.ApiSchemas.ParameterSchema;
import com.networknt.openapi.ApiNormalisedPath;
import com.networknt.openapi.NormalisedPath;
import com.networknt.openapi.OpenApiHandler;
import com.networknt.openapi.OpenApiOperation;
import com.networknt.openapi.ValidatorHandler;
import com.networknt.status.Status;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Check a request against the API description with the answers and records of light-4j's handler, but with the schemas
 * compiled once.
 *
 * <p>A missing query parameter is ERR11000, a missing header ERR11017, a missing body ERR11014, one that the operation
 * does not take ERR11013, and what violates its schema ERR11004, all with status 400. Only the parameters that these
 * API descriptions have are checked: single values, none in cookies.
 */
public final class CachedValidatorHandler extends PassThroughHandler {
    // The name under which light-4j writes this record.
    private static final Logger LOG = LoggerFactory.getLogger(ValidatorHandler.class);

    private final ApiSchemas schemas;

    /** Check with the API description that {@link OpenApiHandler}, which must stand before this, has loaded. */
    public CachedValidatorHandler() {
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

    /** Return the first violation: of the path, of the query, of the headers, of a body that is JSON. */
    private @Nullable Status violation(HttpServerExchange exchange) {
        OpenApiOperation operation = ApiSchemas.operation(exchange);
        NormalisedPath path =
                new ApiNormalisedPath(exchange.getRequestURI(), OpenApiHandler.getBasePath(exchange.getRequestPath()));
        OperationSchemas operationSchemas = schemas.of(operation);
        Status violation = pathViolation(path, operation.getPathString(), operationSchemas);
        if (violation == null) {
            violation = queryViolation(exchange, operation, operationSchemas);
        }
        if (violation == null) {
            violation = headerViolation(exchange, operation, operationSchemas);
        }
        return violation == null ? bodyViolation(exchange, operation, operationSchemas) : violation;
    }

    /** Check the path's first parameter, as light-4j does. */
    private static @Nullable Status pathViolation(
            NormalisedPath path, NormalisedPath template, OperationSchemas operation) {
        for (int i = 0; i < template.parts().size(); i++) {
            String name = template.paramName(i);
            for (ParameterSchema parameter : operation.path()) {
                if (parameter.name().equals(name)) {
                    return parameter.value().violation(URLDecoder.decode(path.part(i), StandardCharsets.UTF_8));
                }
            }
        }
        return null;
    }

    private static @Nullable Status queryViolation(
            HttpServerExchange exchange, OpenApiOperation operation, OperationSchemas schemas) {
        for (ParameterSchema parameter : schemas.query()) {
            Collection<String> values = exchange.getQueryParameters().get(parameter.name());
            Status violation = null;
            if (values != null && !values.isEmpty()) {
                violation = parameter
                        .value()
                        .violation(values.size() == 1 ? values.iterator().next() : values);
            } else if (parameter.required()) {
                violation = missing("ERR11000", parameter, operation);
            }
            if (violation != null) {
                return violation;
            }
        }
        return null;
    }

    private static @Nullable Status headerViolation(
            HttpServerExchange exchange, OpenApiOperation operation, OperationSchemas schemas) {
        for (ParameterSchema parameter : schemas.headers()) {
            Collection<String> values = exchange.getRequestHeaders().get(parameter.name());
            if (values != null && !values.isEmpty()) {
                for (String value : values) {
                    Status violation = parameter.value().violation(value);
                    if (violation != null) {
                        return violation;
                    }
                }
            } else if (parameter.required()) {
                return missing("ERR11017", parameter, operation);
            }
        }
        return null;
    }

    private static Status missing(String code, ParameterSchema parameter, OpenApiOperation operation) {
        return new Status(code, parameter.name(), operation.getPathString().original());
    }

    private static @Nullable Status bodyViolation(
            HttpServerExchange exchange, OpenApiOperation operation, OperationSchemas schemas) {
        String contentType = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
        if (contentType != null && !contentType.startsWith("application/json")) {
            return null;
        }
        Object body = exchange.getAttachment(AttachmentConstants.REQUEST_BODY);
        Optional<BodySchemas> expected = schemas.body();
        if (expected.isEmpty()) {
            return body == null ? null : refused("ERR11013", operation);
        }
        if (body == null) {
            return expected.get().required() ? refused("ERR11014", operation) : null;
        }
        return expected.get().json().map(schema -> schema.violation(body)).orElse(null);
    }

    private static Status refused(String code, OpenApiOperation operation) {
        return new Status(code, operation.getMethod(), operation.getPathString().original());
    }
}
