package com.networknt.oauth.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.status.Status;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Check a value by a compiled schema. */
final class ValueSchema {
    private static final String VIOLATION = "ERR11004";
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final JsonSchema schema;
    private final String at;

    private ValueSchema(JsonSchema schema, String at) {
        this.schema = schema;
        this.at = at;
    }

    /** Compile the schema of a parameter, whose value is a text that may stand for a number. */
    static ValueSchema ofText(JsonNode schema, @Nullable JsonNode components, String at) {
        return compiled(schema, components, true, at);
    }

    /** Compile the schema of a body; the types must be those of the schema. */
    static ValueSchema ofBody(JsonNode schema, @Nullable JsonNode components, String at) {
        return compiled(schema, components, false, at);
    }

    private static ValueSchema compiled(JsonNode schema, @Nullable JsonNode components, boolean typeLoose, String at) {
        ObjectNode complete = schema.deepCopy();
        if (components != null) {
            complete.set("components", components);
        }
        SchemaValidatorsConfig config = new SchemaValidatorsConfig();
        config.setTypeLoose(typeLoose);
        config.setHandleNullableField(true);
        return new ValueSchema(
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(complete, config), at);
    }

    /** Return ERR11004 with the first violation, or null when the value has none. */
    @Nullable Status violation(Object value) {
        JsonNode content = MAPPER.valueToTree(value);
        Iterator<ValidationMessage> messages =
                schema.validate(content, content, at).iterator();
        return messages.hasNext() ? new Status(VIOLATION, messages.next().getMessage()) : null;
    }
}
