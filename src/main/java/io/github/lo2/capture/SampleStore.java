package io.github.lo2.capture;

import io.github.lo2.signal.Sample;
import io.github.lo2.signal.Series;
import io.github.lo2.signal.SeriesSamples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a window by series. They come second by second and are wanted series by series: so many are kept in memory,
 * the others wait in a file that has no name and goes with this object, or with the process.
 */
final class SampleStore implements AutoCloseable {
    /** 16 MB, and as much again while arrays grow; a short scenario has fewer. */
    static final int KEPT = 1_000_000;

    private static final int SAMPLE_BYTES = Long.BYTES + Double.BYTES;

    private final Path folder;
    private final int kept;
    private final Map<Series, Stored> stored = new HashMap<>();
    private int inMemory;
    private @Nullable FileChannel file;

    /** What there is of a series. */
    private static final class Stored {
        private final List<Piece> pieces = new ArrayList<>();
        private SeriesSamples newest;

        Stored(Series series) {
            newest = new SeriesSamples(series);
        }
    }

    /** Samples in the file, one after the other. */
    private record Piece(long offset, int bytes) {}

    /**
     * @param folder where the file is made when it is needed
     * @param kept how many samples stay in memory
     */
    SampleStore(Path folder, int kept) {
        this.folder = folder;
        this.kept = kept;
    }

    /**
     * Add a sample; one that is not newer than the last of its series is let go.
     *
     * @throws CaptureException when it has to be written and cannot
     */
    synchronized void add(Sample sample) {
        SeriesSamples newest = stored.computeIfAbsent(sample.series(), Stored::new).newest;
        int before = newest.size();
        newest.add(sample.epochNanos(), sample.value());
        inMemory += newest.size() - before;
        if (inMemory >= kept + stored.size()) {
            write();
        }
    }

    /**
     * Hand over the series one after the other, by metric and labels.
     *
     * @throws CaptureException when what was written cannot be read
     */
    synchronized void read(Consumer<SeriesSamples> sink) {
        stored.values().stream()
                .sorted(Comparator.comparing(
                                (Stored each) -> each.newest.series().metric())
                        .thenComparing(each -> each.newest.series().labels().toString()))
                .map(this::whole)
                .forEach(sink);
    }

    @Override
    public synchronized void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** Write all but the last sample of each series, with which the next is compared. */
    private void write() {
        try {
            FileChannel open = file;
            if (open == null) {
                open = FileChannel.open(
                        folder.resolve(".samples-" + UUID.randomUUID()),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
                file = open;
            }
            for (Stored each : stored.values()) {
                write(each, open);
            }
            inMemory = stored.size();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static void write(Stored each, FileChannel file) throws IOException {
        int count = each.newest.size() - 1;
        if (count <= 0) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(count * SAMPLE_BYTES);
        var last = new SeriesSamples(each.newest.series());
        each.newest.visit(new SeriesSamples.Visitor() {
            @Override
            public void sample(long epochNanos, double value) {
                if (bytes.hasRemaining()) {
                    bytes.putLong(epochNanos).putDouble(value);
                } else {
                    last.add(epochNanos, value);
                }
            }

            @Override
            public void end(long epochNanos) {
                throw new IllegalStateException("samples that are sent have no marks of ends");
            }
        });
        bytes.flip();
        long offset = file.size();
        for (long at = offset; bytes.hasRemaining(); ) {
            at += file.write(bytes, at);
        }
        each.pieces.add(new Piece(offset, count * SAMPLE_BYTES));
        each.newest = last;
    }

    private SeriesSamples whole(Stored each) {
        FileChannel written = file;
        if (written == null) {
            return each.newest;
        }
        var whole = new SeriesSamples(each.newest.series());
        try {
            for (Piece piece : each.pieces) {
                ByteBuffer bytes = ByteBuffer.allocate(piece.bytes());
                while (bytes.hasRemaining()) {
                    if (written.read(bytes, piece.offset() + bytes.position()) < 0) {
                        throw new IOException("it ends too early");
                    }
                }
                bytes.flip();
                while (bytes.hasRemaining()) {
                    whole.add(bytes.getLong(), bytes.getDouble());
                }
            }
        } catch (IOException e) {
            throw unusable(e);
        }
        each.newest.copyTo(whole);
        return whole;
    }

    private CaptureException unusable(IOException e) {
        return new CaptureException(
                "the samples of a long scenario cannot be kept in %s: %s; free disk space there and record the scenario again"
                        .formatted(folder, e),
                e);
    }
}
