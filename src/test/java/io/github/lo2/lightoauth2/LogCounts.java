package io.github.lo2.lightoauth2;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What one request writes into the logs, counted as the contract counts it.
 *
 * @param paths DEBUG records about the path
 * @param validations DEBUG records of the schema validators
 * @param debug all other DEBUG records
 * @param info INFO records
 * @param errors what wrote each ERROR record, in the order in which they were written; {@code a.b + c.d}
 * @param stack whether lines follow a record
 * @param stores what the map stores of all services did, {@code Client.load×2 Client.store×1}, by name
 */
record LogCounts(int paths, int validations, int debug, int info, String errors, boolean stack, String stores) {
    private static final Pattern STORE = Pattern.compile("(?<map>\\w+)MapStore\\.(?<action>load|store|delete)");

    /** For a minute after the start a near cache is not sure of what is not there, and asks the database again. */
    private static final String LOAD_OF_NOTHING = "Load:none";

    /**
     * Count the records of a request.
     *
     * @param correlationId the request's
     * @param records of all services, written while only that request was in work
     */
    static LogCounts of(String correlationId, List<LogRecord> records) {
        List<LogRecord> own = records.stream()
                .filter(record -> record.correlationId().equals(correlationId))
                .toList();
        int paths = count(own, "ApiNormalisedPath\\.<init>");
        int validations = count(own, "\\w+Validator\\.debug");
        return new LogCounts(
                paths,
                validations,
                level(own, "DEBUG").size() - paths - validations,
                level(own, "INFO").size(),
                level(own, "ERROR").stream().map(LogRecord::origin).collect(Collectors.joining(" + ")),
                own.stream().anyMatch(record -> !record.further().isEmpty()),
                stores(records));
    }

    @Override
    public String toString() {
        return "%s path, %s validation, %s other DEBUG, %s INFO, ERROR '%s', %s, map stores '%s'"
                .formatted(paths, validations, debug, info, errors, stack ? "stack lines" : "no stack lines", stores);
    }

    private static int count(List<LogRecord> records, String origin) {
        return (int) records.stream()
                .filter(record ->
                        record.level().equals("DEBUG") && record.origin().matches(origin))
                .count();
    }

    private static List<LogRecord> level(List<LogRecord> records, String level) {
        return records.stream().filter(record -> record.level().equals(level)).toList();
    }

    private static String stores(List<LogRecord> records) {
        Map<String, Integer> counts = new TreeMap<>();
        for (LogRecord record : level(records, "DEBUG")) {
            Matcher store = STORE.matcher(record.origin());
            if (store.matches() && !record.message().equals(LOAD_OF_NOTHING)) {
                counts.merge(store.group("map") + "." + store.group("action"), 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .map(count -> count.getKey() + "×" + count.getValue())
                .collect(Collectors.joining(" "));
    }
}
