package com.networknt.oauth.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.jsonoverlay.Overlay;
import com.networknt.oas.model.OpenApi3;
import com.networknt.oas.model.impl.OpenApi3Impl;
import com.networknt.openapi.SchemaValidator;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.status.Status;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Validate as light-4j's validator does, but compile each schema once and not for every value.
 *
 * <p>There are as many schemas as the API description has parameters and bodies, so the caches stay small.
 */
final class CachedSchemaValidator extends SchemaValidator {
    private static final String VIOLATION = "ERR11004";

    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<JsonNode, JsonSchema> parameters = new ConcurrentHashMap<>();
    private final Map<JsonNode, JsonSchema> bodies = new ConcurrentHashMap<>();
    private final @Nullable JsonNode components;

    CachedSchemaValidator(OpenApi3 api) {
        super(api);
        components = Overlay.toJson((OpenApi3Impl) api).get("components");
    }

    /** Validate a parameter, whose value is a text that may stand for a number. */
    @Override
    public @Nullable Status validate(Object value, JsonNode schema, String at) {
        return violation(parameters.computeIfAbsent(schema, key -> compiled(key, true)), value, at);
    }

    /** Validate a body; the types must be those of the schema. */
    @Override
    public @Nullable Status validate(Object value, JsonNode schema, SchemaValidatorsConfig config, String at) {
        return violation(bodies.computeIfAbsent(schema, key -> compiled(key, false)), value, at);
    }

    private @Nullable Status violation(JsonSchema schema, Object value, String at) {
        JsonNode content = mapper.valueToTree(value);
        Iterator<ValidationMessage> messages =
                schema.validate(content, content, at).iterator();
        return messages.hasNext() ? new Status(VIOLATION, messages.next().getMessage()) : null;
    }

    private JsonSchema compiled(JsonNode schema, boolean typeLoose) {
        ObjectNode complete = schema.deepCopy();
        if (components != null) {
            complete.set("components", components);
        }
        SchemaValidatorsConfig config = new SchemaValidatorsConfig();
        config.setTypeLoose(typeLoose);
        config.setHandleNullableField(true);
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(complete, config);
    }
}
