package io.github.lo2.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/** Opens databases in memory and writes SQL's literals. */
public final class DuckDb {
    /** What packing a table's rows may take: it holds a row group of large rows. */
    static final String PACKING_MEMORY = "512MB";

    /** As many rows as DuckDB puts into a row group unless told otherwise. */
    private static final int ROW_GROUP_ROWS = 122_880;

    private static final int PART_ROW_GROUP_ROWS = 1 << 16;

    /**
     * A row group is held in memory until it is full, and is full with so many bytes, too: rows may be large. To write it takes
     * up to three times as much.
     */
    private static final int ROW_GROUP_BYTES = 1 << 27;

    /**
     * A column with more values than this in a row group gets no dictionary. Numbers and ids repeat within short reach or not
     * at all: zstd makes a fifth less of them without one.
     */
    private static final int DICTIONARY_VALUES = 4000;

    /**
     * A column is declared as one that may be null, also where statistics tell that it never is: all files of a table have
     * one form.
     */
    static final String ONE_FORM = "statistics_propagation";

    private static final int PART_ROW_GROUP_BYTES = 1 << 26;

    private DuckDb() {}

    /**
     * Open an empty database.
     *
     * @param threads how many cores it may use
     * @param memory how much memory its data may take before it spills, such as {@code 256MB}
     * @param spill where it spills to; made when needed
     */
    public static DuckDBConnection open(int threads, String memory, Path spill) throws SQLException {
        var settings = new Properties();
        settings.setProperty("threads", Integer.toString(threads));
        settings.setProperty("memory_limit", memory);
        settings.setProperty("temp_directory", spill.toString());
        // What a time without a zone is taken for.
        settings.setProperty("TimeZone", "UTC");
        // Rows are handed over while they are found, not when all are.
        settings.setProperty("jdbc_stream_results", "true");
        // What row groups limited by bytes ask for. One thread keeps the order nevertheless, and more write no table.
        settings.setProperty("preserve_insertion_order", Boolean.toString(threads > 1));
        // Nothing is ever fetched: what is needed is linked in.
        settings.setProperty("autoinstall_known_extensions", "false");
        // Not by way of DriverManager, which would load MySQL's driver too, and that starts a thread.
        var connection = (DuckDBConnection) new DuckDBDriver().connect("jdbc:duckdb:", settings);
        UnpackedLibrary.delete();
        return connection;
    }

    /** Write a string literal. */
    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Read Parquet files, as a table function does. */
    static String parquet(Collection<Path> files) {
        return "read_parquet(%s)".formatted(list(files));
    }

    /** List files. */
    static String list(Collection<Path> files) {
        return files.stream().map(file -> literal(file.toString())).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Write the end of a statement that copies rows to a Parquet file that is soon merged into another. */
    static String toPart(Path file) {
        return toParquet(file, "lz4_raw", PART_ROW_GROUP_ROWS, PART_ROW_GROUP_BYTES);
    }

    /**
     * Write the end of a statement that copies rows to a Parquet file that stays.
     *
     * <p>Samples are a few bytes each and repeat their values: they get larger row groups, for each has a dictionary of its
     * own. With DuckDB's usual size a sample takes a third more.
     */
    static String toTable(Table table, Path file) {
        return toParquet(
                file,
                "zstd, COMPRESSION_LEVEL 9, DICTIONARY_SIZE_LIMIT " + DICTIONARY_VALUES,
                rowGroupRows(table),
                ROW_GROUP_BYTES);
    }

    /** Say how many rows a row group of a table has at the most. */
    static int rowGroupRows(Table table) {
        return table.columns() == MetricColumns.ALL ? 4 * ROW_GROUP_ROWS : ROW_GROUP_ROWS;
    }

    private static String toParquet(Path file, String compression, int rowGroupRows, int rowGroupBytes) {
        return " TO %s (FORMAT parquet, COMPRESSION %s, ROW_GROUP_SIZE %s, ROW_GROUP_SIZE_BYTES %s, USE_TMP_FILE false)"
                .formatted(literal(file.toString()), compression, rowGroupRows, rowGroupBytes);
    }

    /** The file of the library that the driver has unpacked and loaded: after a kill its 72 MB would stay behind. */
    private static final class UnpackedLibrary {
        static {
            Path maps = Path.of("/proc/self/maps");
            if (Files.exists(maps)) { // elsewhere a library that is in use cannot be deleted
                deleteListed(maps);
            }
        }

        /** Delete it, when it is first asked for: a JVM loads it once. */
        static void delete() {}

        private static void deleteListed(Path maps) {
            try (Stream<String> lines = Files.lines(maps)) {
                for (String line :
                        (Iterable<String>) lines.filter(line -> line.contains("/libduckdb_java"))::iterator) {
                    Files.deleteIfExists(Path.of(line.substring(line.indexOf('/'))));
                }
            } catch (IOException e) {
                // It is deleted when the JVM ends by itself.
            }
        }
    }
}
