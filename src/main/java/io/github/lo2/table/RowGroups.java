package io.github.lo2.table;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/**
 * Puts the row groups of Parquet files behind one another in one file, as they are: none is decoded, so that it takes as
 * long as to copy the files, and no more memory than their footers.
 *
 * <p>A Parquet file is a magic word, the row groups, and a footer, which says at which bytes of the file these begin; then
 * the footer's length and the magic word again.
 */
final class RowGroups {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int TAIL = Integer.BYTES + MAGIC.length;

    private RowGroups() {}

    /**
     * Write a file.
     *
     * @param parts files with the same columns
     * @param file what gets their row groups, in their order
     * @throws IOException when a file cannot be read or written, or has other columns than the first
     */
    static void concatenate(List<Path> parts, Path file) throws IOException {
        try (FileChannel output = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            output.write(ByteBuffer.wrap(MAGIC));
            FileMetaData whole = null;
            for (Path part : parts) {
                whole = append(part, output, whole);
            }
            if (whole == null) {
                throw new IOException("there are no parts");
            }
            long footer = output.position();
            OutputStream end = Channels.newOutputStream(output);
            Util.writeFileMetaData(whole, end);
            output.write(ByteBuffer.allocate(TAIL)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(Math.toIntExact(output.position() - footer))
                    .put(MAGIC)
                    .flip());
        }
    }

    /**
     * What a file holds.
     *
     * @param bytes as they are encoded, before they are compressed
     */
    record Size(long rows, long bytes) {}

    /**
     * Tell what each file holds.
     *
     * @throws IOException when a file cannot be read, or has other columns than the first
     */
    static List<Size> sizes(List<Path> parts) throws IOException {
        var sizes = new ArrayList<Size>();
        FileMetaData first = null;
        for (Path part : parts) {
            try (FileChannel input = FileChannel.open(part)) {
                FileMetaData metadata = metadata(part, input, footer(part, input), first);
                first = first == null ? metadata : first;
                sizes.add(new Size(
                        metadata.getNum_rows(),
                        metadata.getRow_groups().stream()
                                .mapToLong(RowGroup::getTotal_byte_size)
                                .sum()));
            }
        }
        return sizes;
    }

    /** Append a file's row groups; return the footer of what has been written so far. */
    private static FileMetaData append(Path part, FileChannel output, @Nullable FileMetaData whole) throws IOException {
        try (FileChannel input = FileChannel.open(part)) {
            long footer = footer(part, input);
            FileMetaData added = metadata(part, input, footer, whole);
            long shift = output.position() - MAGIC.length;
            copy(input, MAGIC.length, footer, output);
            added.getRow_groups().forEach(group -> shift(group, shift));
            return whole == null ? added : joined(whole, added);
        }
    }

    /** Find where the footer begins. */
    private static long footer(Path part, FileChannel input) throws IOException {
        long size = input.size();
        ByteBuffer tail = ByteBuffer.allocate(TAIL).order(ByteOrder.LITTLE_ENDIAN);
        if (size >= MAGIC.length + TAIL) {
            input.position(size - TAIL);
            while (tail.hasRemaining() && input.read(tail) >= 0) {
                // Not all of it came at once.
            }
        }
        tail.flip();
        if (tail.remaining() < TAIL || !tail.slice(Integer.BYTES, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            throw new IOException("%s is no whole Parquet file".formatted(part));
        }
        long footer = size - TAIL - tail.getInt();
        if (footer < MAGIC.length || footer > size - TAIL) {
            throw new IOException("%s is no whole Parquet file".formatted(part));
        }
        return footer;
    }

    /** Read a footer that names the same columns as one that was read before. */
    private static FileMetaData metadata(Path part, FileChannel input, long footer, @Nullable FileMetaData before)
            throws IOException {
        input.position(footer);
        FileMetaData metadata = Util.readFileMetaData(Channels.newInputStream(input));
        if (before != null && !before.getSchema().equals(metadata.getSchema())) {
            throw new IOException("%s has other columns than the parts before it".formatted(part));
        }
        return metadata;
    }

    private static void copy(FileChannel input, long from, long to, FileChannel output) throws IOException {
        long position = from;
        while (position < to) {
            long copied = input.transferTo(position, to - position, output);
            if (copied == 0) {
                throw new IOException(
                        "the part ended %s bytes early; it was cut while it was copied".formatted(to - position));
            }
            position += copied;
        }
    }

    private static FileMetaData joined(FileMetaData whole, FileMetaData added) {
        for (RowGroup group : added.getRow_groups()) {
            whole.addToRow_groups(group);
        }
        return whole.setNum_rows(whole.getNum_rows() + added.getNum_rows());
    }

    /** Say of a row group that it begins so many bytes later; a place that is not given is 0 or not set. */
    private static void shift(RowGroup group, long bytes) {
        group.unsetOrdinal(); // counts in its file, may be left out, and has 16 bits
        if (group.isSetFile_offset() && group.getFile_offset() > 0) {
            group.setFile_offset(group.getFile_offset() + bytes);
        }
        for (ColumnChunk column : group.getColumns()) {
            if (column.getFile_offset() > 0) {
                column.setFile_offset(column.getFile_offset() + bytes);
            }
            if (column.isSetOffset_index_offset()) {
                column.setOffset_index_offset(column.getOffset_index_offset() + bytes);
            }
            if (column.isSetColumn_index_offset()) {
                column.setColumn_index_offset(column.getColumn_index_offset() + bytes);
            }
            shift(column.getMeta_data(), bytes);
        }
    }

    private static void shift(ColumnMetaData column, long bytes) {
        column.setData_page_offset(column.getData_page_offset() + bytes);
        if (column.isSetIndex_page_offset()) {
            column.setIndex_page_offset(column.getIndex_page_offset() + bytes);
        }
        if (column.isSetDictionary_page_offset()) {
            column.setDictionary_page_offset(column.getDictionary_page_offset() + bytes);
        }
        if (column.isSetBloom_filter_offset()) {
            column.setBloom_filter_offset(column.getBloom_filter_offset() + bytes);
        }
    }
}
