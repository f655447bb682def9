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
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/** Describes the tables of a run, or of many, for machines, {@code croissant.json}: MLCommons' Croissant, 1.1. */
public final class Croissant {
    private static final String VERSION = "http://mlcommons.org/croissant/1.1";

    /** The registered name of Parquet, {@code application/vnd.apache.parquet}, is not read by MLCommons' own library. */
    private static final String PARQUET = "application/x-parquet";

    private Croissant() {}

    /** The files of a table. */
    sealed interface Files {}

    /**
     * One file.
     *
     * @param sum its SHA-256, hexadecimal
     */
    record OneFile(String path, String sum) implements Files {}

    /** All files of a form, such as {@code requests/*.parquet}. */
    record FileSet(String includes) implements Files {}

    /**
     * What is said of a data set as a whole.
     *
     * @param date ISO-8601
     * @param citation how it is cited, in one line
     */
    record About(String name, String description, Licence licence, UUID id, String date, String citation) {}

    /**
     * Describe a run.
     *
     * @param manifest the run's
     * @param sums SHA-256 of each table's file, hexadecimal
     */
    public static String of(Manifest manifest, Licence licence, Map<Table, String> sums) {
        var files = new EnumMap<Table, Files>(Table.class);
        sums.forEach((table, sum) -> files.put(table, new OneFile(RunTables.FOLDER + "/" + table.fileName(), sum)));
        return of(
                new About(
                        manifest.run(),
                        RunCard.summary(manifest),
                        licence,
                        manifest.id(),
                        manifest.ended().substring(0, 10),
                        "LO2 suite %s, %s".formatted(manifest.suite().version(), manifest.run())),
                files);
    }

    static String of(About about, Map<Table, Files> tables) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        root.set("@context", context());
        root.put("@type", "sc:Dataset");
        root.put("conformsTo", VERSION);
        root.put("name", about.name());
        root.put("description", about.description());
        root.put("license", about.licence().address());
        root.put("url", "urn:uuid:" + about.id());
        root.put("version", "1.0.0");
        root.put("datePublished", about.date());
        root.put("citeAs", about.citation());
        root.putObject("creator").put("@type", "sc:Organization").put("name", "LO2 suite");
        ArrayNode distribution = root.putArray("distribution");
        ArrayNode records = root.putArray("recordSet");
        tables.forEach((table, files) -> {
            distribution.add(distribution(table, files));
            records.add(records(table, files));
        });
        try {
            return Json.MAPPER.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode distribution(Table table, Files files) {
        ObjectNode described =
                Json.MAPPER.createObjectNode().put("@id", table.fileName()).put("name", table.fileName());
        if (files instanceof OneFile file) {
            described
                    .put("@type", "cr:FileObject")
                    .put("contentUrl", file.path())
                    .put("sha256", file.sum());
        } else if (files instanceof FileSet set) {
            described.put("@type", "cr:FileSet").put("includes", set.includes());
        }
        return described.put("encodingFormat", PARQUET);
    }

    private static ObjectNode records(Table table, Files files) {
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
            source.putObject(files instanceof OneFile ? "fileObject" : "fileSet")
                    .put("@id", table.fileName());
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
