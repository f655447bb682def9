package io.github.lo2.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.duckdb.DuckDBConnection;

/**
 * Writes a part of a table while its rows come, by a thread of its own; they may come from many threads.
 *
 * <p>One statement does it all: it asks for rows until there are no more, and writes each row group when it is full. So
 * much is held in memory, and some thousand rows that wait, 16 MiB of them or a single larger one. Who hands rows over faster
 * than they are written is held up.
 */
final class PartWriter<T> implements AutoCloseable {
    /** As many as DuckDB takes at a time. */
    private static final int BATCH_ROWS = 2048;

    /** Where rows are large, fewer make a batch: so what waits has a bound in bytes, too. */
    private static final long BATCH_BYTES = 1 << 20;

    private static final int WAITING_MIB = 16;

    private final DuckDBConnection connection;
    private final Path part;
    private final Rows<T> rows;
    private final BlockingQueue<Batch<T>> waiting = new LinkedBlockingQueue<>();
    /** How many MiB more may wait. */
    private final Semaphore room = new Semaphore(WAITING_MIB);

    private final FutureTask<Path> writing;
    private final Thread thread;
    /** The next batch. Rows of one origin side by side: so the file becomes smaller, at a fraction of what to sort it costs. */
    private final Map<String, List<T>> byOrigin = new LinkedHashMap<>();

    private int size;
    private long bytes;

    private PartWriter(DuckDBConnection connection, Query<T> query, Path part, String thread, Rows<T> rows)
            throws SQLException {
        this.connection = connection;
        this.part = part;
        this.rows = rows;
        RowFunction.register(connection, query.function(), query.fields(), this::next);
        this.writing = new FutureTask<>(() -> write(query.sql()));
        this.thread = new Thread(writing, thread);
        this.thread.setDaemon(true);
    }

    /**
     * Begin a part.
     *
     * @param database where it is written, by a connection of its own
     * @param query makes the table's rows of what is handed over
     * @param part its file
     * @param thread the name of the thread
     */
    static <T> PartWriter<T> begin(DuckDBConnection database, Query<T> query, Path part, String thread, Rows<T> rows)
            throws SQLException {
        DuckDBConnection connection = database.duplicate();
        try {
            var writer = new PartWriter<>(connection, query, part, thread, rows);
            writer.thread.start();
            return writer;
        } catch (SQLException | RuntimeException e) {
            try (connection) {
                throw e;
            }
        }
    }

    /**
     * What makes a table's rows.
     *
     * @param function the name of the table function that it reads
     * @param fields the columns of that
     * @param sql the query
     */
    record Query<T>(String function, List<Field<T>> fields, String sql) {}

    /**
     * What is asked of a row.
     *
     * @param origin names where it comes from
     * @param bytes says how much it holds, about; what all rows have is not counted
     */
    record Rows<T>(Function<T, String> origin, ToLongFunction<T> bytes) {}

    /** Rows that wait, and for how many MiB they are counted. */
    private record Batch<T>(List<T> rows, int mib) {}

    synchronized void add(T row) {
        byOrigin.computeIfAbsent(rows.origin().apply(row), name -> new ArrayList<>())
                .add(row);
        size++;
        bytes += rows.bytes().applyAsLong(row);
        if (size >= BATCH_ROWS || bytes >= BATCH_BYTES) {
            handOver();
        }
    }

    /** Say that there are no more rows; to say it again changes nothing when the part is whole. */
    synchronized void end() {
        if (size > 0) {
            handOver();
        }
        put(new Batch<>(List.of(), 0));
    }

    /**
     * Wait until the part is whole.
     *
     * @throws ExecutionException when it could not be written
     */
    void await() throws ExecutionException, InterruptedException {
        writing.get();
    }

    /** End the writing and delete the part. */
    void discard() throws SQLException, IOException {
        close();
        Files.deleteIfExists(part);
    }

    /** End the writing; a part that is not whole cannot be read. */
    @Override
    public void close() throws SQLException {
        writing.cancel(true);
        try {
            thread.join(TimeUnit.MINUTES.toMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.close();
    }

    private Path write(String query) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + query + ")" + DuckDb.toPart(part));
        }
        return part;
    }

    private void handOver() {
        var batch = new ArrayList<T>(size);
        byOrigin.values().forEach(batch::addAll);
        int mib = (int) Math.min(WAITING_MIB, 1 + bytes / BATCH_BYTES);
        byOrigin.clear();
        size = 0;
        bytes = 0;
        put(new Batch<>(batch, mib));
    }

    private List<T> next() throws InterruptedException {
        Batch<T> batch = waiting.take();
        room.release(batch.mib());
        return batch.rows();
    }

    private void put(Batch<T> batch) {
        try {
            while (!writing.isDone()) {
                if (room.tryAcquire(batch.mib(), 100, TimeUnit.MILLISECONDS)) {
                    waiting.add(batch);
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TableException(
                    "%s is not whole: interrupted while %s rows were handed over"
                            .formatted(part.getFileName(), batch.rows().size()),
                    e);
        }
    }
}
