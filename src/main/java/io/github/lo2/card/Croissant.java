package io.github.lo2.card;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.RunTables;
import io.github.lo2.json.Json;
import io.github.lo2.table.Column;
import io.github.lo2.table.Table;
import java.io.UncheckedIOException;
import java.util.Map;

/** Describes the tables of a run for machines, {@code croissant.json}: MLCommons' Croissant, 1.1. */
public final class Croissant {
    private static final String VERSION = "http://mlcommons.org/croissant/1.1";

    /** The registered name of Parquet, {@code application/vnd.apache.parquet}, is not read by MLCommons' own library. */
    private static final String PARQUET = "application/x-parquet";

    private Croissant() {}

    /**
     * Write it.
     *
     * @param manifest the run's
     * @param sums SHA-256 of each table's file, hexadecimal
     */
    public static String of(Manifest manifest, Licence licence, Map<Table, String> sums) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        root.set("@context", context());
        root.put("@type", "sc:Dataset");
        root.put("conformsTo", VERSION);
        root.put("name", manifest.run());
        root.put("description", RunCard.summary(manifest));
        root.put("license", licence.address());
        root.put("url", "urn:uuid:" + manifest.id());
        root.put("version", "1.0.0");
        root.put("datePublished", manifest.ended().substring(0, 10));
        root.put("citeAs", "LO2 suite %s, %s".formatted(manifest.suite().version(), manifest.run()));
        root.putObject("creator").put("@type", "sc:Organization").put("name", "LO2 suite");
        ArrayNode files = root.putArray("distribution");
        ArrayNode records = root.putArray("recordSet");
        for (Table table : Table.values()) {
            String sum = sums.get(table);
            if (sum != null) {
                files.add(file(table, sum));
                records.add(records(table));
            }
        }
        try {
            return Json.MAPPER.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode file(Table table, String sum) {
        return Json.MAPPER
                .createObjectNode()
                .put("@type", "cr:FileObject")
                .put("@id", table.fileName())
                .put("name", table.fileName())
                .put("contentUrl", RunTables.FOLDER + "/" + table.fileName())
                .put("encodingFormat", PARQUET)
                .put("sha256", sum);
    }

    private static ObjectNode records(Table table) {
        ObjectNode records = Json.MAPPER
                .createObjectNode()
                .put("@type", "cr:RecordSet")
                .put("@id", table.tableName())
                .put("name", table.tableName());
        ArrayNode fields = records.putArray("field");
        for (Column<?> column : table.columns()) {
            String type = column.type();
            ObjectNode field = Json.MAPPER
                    .createObjectNode()
                    .put("@type", "cr:Field")
                    .put("@id", table.tableName() + "/" + column.name())
                    .put("name", column.name())
                    .put("dataType", dataType(type));
            String words = column.words().source();
            if (!words.isEmpty()) {
                field.put("description", words);
            }
            ObjectNode source = field.putObject("source");
            source.putObject("fileObject").put("@id", table.fileName());
            source.putObject("extract").put("column", column.name());
            fields.add(field);
        }
        return records;
    }

    private static String dataType(String type) {
        return switch (type) {
            case "BIGINT", "INTEGER" -> "sc:Integer";
            case "DOUBLE" -> "sc:Float";
            case "BOOLEAN" -> "sc:Boolean";
            case "TIMESTAMPTZ_NS" -> "sc:DateTime";
            default -> "sc:Text";
        };
    }

    private static JsonNode context() {
        try {
            return Json.MAPPER.readTree(CardText.of("croissant-context.json"));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
