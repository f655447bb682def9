package com.networknt.oauth.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.httpstring.AttachmentConstants;
import com.networknt.jsonoverlay.Overlay;
import com.networknt.oas.model.MediaType;
import com.networknt.oas.model.OpenApi3;
import com.networknt.oas.model.Parameter;
import com.networknt.oas.model.RequestBody;
import com.networknt.oas.model.Schema;
import com.networknt.oas.model.impl.OpenApi3Impl;
import com.networknt.oas.model.impl.RequestBodyImpl;
import com.networknt.oas.model.impl.SchemaImpl;
import com.networknt.openapi.OpenApiHandler;
import com.networknt.openapi.OpenApiOperation;
import io.undertow.server.HttpServerExchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keep the schemas of an API description, read and compiled once for each operation.
 *
 * <p>light-4j's validator writes the description as JSON and compiles it anew for every value that it looks at.
 */
final class ApiSchemas {
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Map<Endpoint, OperationSchemas> operations = new ConcurrentHashMap<>();
    private final @Nullable JsonNode components;

    ApiSchemas(OpenApi3 api) {
        components = Overlay.toJson((OpenApi3Impl) api).get("components");
    }

    /** Return the operation that {@link OpenApiHandler}, which must stand before, has found a request to call. */
    static OpenApiOperation operation(HttpServerExchange exchange) {
        return (OpenApiOperation) Objects.requireNonNull(
                exchange.getAttachment(AttachmentConstants.AUDIT_INFO).get("openapi_operation"),
                "no operation attached: is the OpenApiHandler missing?");
    }

    /** Return the schemas of an operation. */
    OperationSchemas of(OpenApiOperation operation) {
        return operations.computeIfAbsent(
                new Endpoint(operation.getMethod(), operation.getPathString().original()), key -> read(operation));
    }

    private OperationSchemas read(OpenApiOperation operation) {
        List<Parameter> parameters = new ArrayList<>(operation.getPathObject().getParameters());
        parameters.addAll(operation.getOperation().getParameters());
        RequestBody body = operation.getOperation().getRequestBody();
        return new OperationSchemas(
                schemas(parameters, "path"),
                schemas(parameters, "query"),
                schemas(parameters, "header"),
                body == null || !Overlay.isPresent((RequestBodyImpl) body)
                        ? Optional.empty()
                        : Optional.of(new BodySchemas(
                                Boolean.TRUE.equals(body.getRequired()), schema(body, JSON), schema(body, FORM))));
    }

    private List<ParameterSchema> schemas(List<Parameter> parameters, String in) {
        return parameters.stream()
                .filter(parameter -> in.equals(parameter.getIn()))
                .map(parameter -> new ParameterSchema(
                        parameter.getName(),
                        Boolean.TRUE.equals(parameter.getRequired()),
                        ValueSchema.ofText(json(parameter.getSchema()), components, parameter.getName())))
                .toList();
    }

    private Optional<ValueSchema> schema(RequestBody body, String contentType) {
        MediaType type = body.getContentMediaType(contentType);
        return type == null
                ? Optional.empty()
                : Optional.of(ValueSchema.ofBody(json(type.getSchema()), components, "requestBody"));
    }

    private static JsonNode json(Schema schema) {
        return Overlay.toJson((SchemaImpl) schema);
    }

    private record Endpoint(String method, String template) {}

    /** The schemas of one operation; parameters in the order of the API description, the path's own ones first. */
    record OperationSchemas(
            List<ParameterSchema> path,
            List<ParameterSchema> query,
            List<ParameterSchema> headers,
            Optional<BodySchemas> body) {}

    record ParameterSchema(String name, boolean required, ValueSchema value) {}

    /** The schemas of a body by its content type, where the operation takes that. */
    record BodySchemas(boolean required, Optional<ValueSchema> json, Optional<ValueSchema> form) {}
}
