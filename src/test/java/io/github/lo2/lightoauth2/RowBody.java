package io.github.lo2.lightoauth2;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.lo2.json.Json;
import io.github.lo2.lightoauth2.HttpCall.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the body cell of a row, as {@link ContractRow} describes it. */
final class RowBody {
    private static final String PART_SEPARATOR = ";";
    private static final Pattern OBJECT = Pattern.compile("(valid|registered) (client|service|user)(;.*)?");
    private static final Pattern JSON_VALUE = Pattern.compile("-?\\d+|true|false|null|[\\[{].*");

    private final Fixture fixture;
    private final Placeholders placeholders;

    RowBody(Fixture fixture, Placeholders placeholders) {
        this.fixture = fixture;
        this.placeholders = placeholders;
    }

    HttpCall addTo(HttpCall call, String type, String cell) {
        return switch (type) {
            case "" -> call;
            case "json" ->
                call.withBody(HttpCall.JSON, isObject(cell) ? object(cell).toString() : placeholders.fill(cell));
            case "form" -> call.withForm(fields(cell));
            case "multipart" -> call.withParts(fields(cell));
            default -> call.withBody(type, placeholders.fill(cell));
        };
    }

    private List<Field> fields(String cell) {
        List<Field> fields = new ArrayList<>();
        if (isObject(cell)) {
            for (Map.Entry<String, JsonNode> member : object(cell).properties()) {
                fields.add(new Field(member.getKey(), member.getValue().asText()));
            }
        } else if (!cell.isEmpty()) {
            for (String field : cell.split("&", -1)) {
                int equals = field.indexOf('=');
                if (equals < 0) {
                    throw new IllegalArgumentException("no name=value in a form of the table: " + field);
                }
                fields.add(new Field(field.substring(0, equals), placeholders.fill(field.substring(equals + 1))));
            }
        }
        return fields;
    }

    private ObjectNode object(String cell) {
        String[] parts = cell.split(PART_SEPARATOR, -1);
        ObjectNode object = switch (parts[0].strip()) {
            case "valid client" -> fixture.validClient();
            case "valid service" -> fixture.validService();
            case "valid user" -> fixture.validUser();
            case "registered client" -> placeholders.registeredClient();
            case "registered service" -> placeholders.registeredService();
            case "registered user" -> placeholders.registeredUser();
            default -> throw new IllegalArgumentException("no object: " + cell);
        };
        for (int i = 1; i < parts.length; i++) {
            change(object, parts[i].strip());
        }
        return object;
    }

    private void change(ObjectNode object, String change) {
        int equals = change.indexOf('=');
        if (equals > 0) {
            object.set(change.substring(0, equals), value(placeholders.fill(change.substring(equals + 1))));
        } else if (change.startsWith("-") && object.has(change.substring(1))) {
            object.remove(change.substring(1));
        } else {
            throw new IllegalArgumentException("no change of %s: %s".formatted(object, change));
        }
    }

    private static JsonNode value(String text) {
        if (text.length() >= 2 && text.startsWith("'") && text.endsWith("'")) {
            return TextNode.valueOf(text.substring(1, text.length() - 1));
        }
        if (!JSON_VALUE.matcher(text).matches()) {
            return TextNode.valueOf(text);
        }
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    private static boolean isObject(String cell) {
        return OBJECT.matcher(cell).matches();
    }
}
