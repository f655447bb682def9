package io.github.lo2.dataset;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Writes a file under a hidden name and renames it when it is whole and on the disk: nobody ever sees half of it. */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Write a file.
     *
     * @param content writes its bytes
     * @throws DatasetException when it cannot be written; the old file, if any, is still there then
     */
    public static void write(Path file, Content content) {
        write(file, file.resolveSibling("." + file.getFileName() + ".part"), content);
    }

    /**
     * Write a file that others may be writing at the same time, on other machines too: each under a hidden name of its own. What the
     * last one wrote stays.
     *
     * @throws DatasetException when it cannot be written; the old file, if any, is still there then
     */
    public static void writeAmongOthers(Path file, Content content) {
        Path hidden = file.resolveSibling(".%s.%s.part".formatted(file.getFileName(), UUID.randomUUID()));
        try {
            write(file, hidden, content);
        } catch (DatasetException e) {
            try {
                Files.deleteIfExists(hidden);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private static void write(Path file, Path hidden, Content content) {
        try {
            try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(hidden))) {
                content.writeTo(output);
            }
            Disk.publish(hidden, file);
        } catch (IOException e) {
            throw new DatasetException(
                    "%s cannot be written: %s; free disk space there and resume the run".formatted(file, e), e);
        }
    }

    /**
     * Write a file of text, in UTF-8.
     *
     * @throws DatasetException when it cannot be written; the old file, if any, is still there then
     */
    public static void write(Path file, String text) {
        write(file, output -> output.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Writes the bytes of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream output) throws IOException;
    }
}
