package io.github.lo2.table;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBConnection;

/** One database for many {@link TableViews}, which share its memory: to open another one takes longer than most questions. */
public final class TableDatabase implements AutoCloseable {
    private static final String MEMORY = "512MB";

    private final DuckDBConnection database;
    private final Path folder;

    private TableDatabase(DuckDBConnection database, Path folder) {
        this.database = database;
        this.folder = folder;
    }

    /**
     * Open an empty one.
     *
     * @param folder what its tables belong to: said in errors, and spilled to
     * @throws TableException when it cannot be opened
     */
    public static TableDatabase open(Path folder) {
        return new TableDatabase(connection(folder), folder);
    }

    /**
     * Open tables as {@link TableViews#open} does; none sees the others. The caller closes them before this.
     *
     * @throws TableException when a file is no Parquet file or misses a column
     */
    public TableViews views(Path folder, Map<Table, List<Path>> files) {
        try {
            return TableViews.of(database.duplicate(), folder, files);
        } catch (SQLException e) {
            throw TableViews.failure(folder.toString(), e);
        }
    }

    @Override
    public void close() {
        try {
            database.close();
        } catch (SQLException e) {
            throw TableViews.failure(folder.toString(), e);
        }
    }

    static DuckDBConnection connection(Path folder) {
        try {
            return DuckDb.open(1, MEMORY, folder.resolve(".spill"));
        } catch (SQLException e) {
            throw TableViews.failure(folder.toString(), e);
        }
    }
}
