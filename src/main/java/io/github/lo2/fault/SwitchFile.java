package io.github.lo2.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The switches of the faults inside one service: a file that service and suite share. The service maps it into its memory
 * ({@link FaultPoint}); the suite reads and writes it as a file, which is the same memory.
 */
final class SwitchFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private long taken;

    /**
     * A request that was hit.
     *
     * @param slot by which fault
     * @param nanos when, ns since the epoch (UTC), by the service's clock
     * @param traceId its trace id, 32 hexadecimal digits
     */
    record Hit(int slot, long nanos, String traceId) {}

    /**
     * What a service says of a fault.
     *
     * @param asked how often it asked for it so far
     * @param turn the last turn of the switch that it saw
     * @param nanos when it saw that, ns since the epoch (UTC); 0 for never
     */
    record Word(long asked, long turn, long nanos) {}

    private SwitchFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Make one with all faults off; a service of another user may write it, too.
     *
     * @throws FaultException when it cannot be made
     */
    static SwitchFile create(Path path) {
        try {
            FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel.write(ByteBuffer.allocate(1), SwitchLayout.BYTES - 1L);
            if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
            }
            return new SwitchFile(path, channel);
        } catch (IOException e) {
            throw new FaultException("%s cannot be made: %s".formatted(path, e), e);
        }
    }

    Path path() {
        return path;
    }

    /**
     * Switch a fault on.
     *
     * @return which turn of its switch this is
     */
    long on(int slot, long salt, long number) {
        int at = SwitchLayout.slot(slot);
        set(at + SwitchLayout.SALT, salt);
        set(at + SwitchLayout.NUMBER, number);
        long turn = get(at + SwitchLayout.TURN);
        if (!SwitchLayout.isOn(turn)) {
            turn++;
            set(at + SwitchLayout.TURN, turn);
        }
        return turn;
    }

    /**
     * Switch a fault off.
     *
     * @return which turn of its switch this is
     */
    long off(int slot) {
        int at = SwitchLayout.slot(slot);
        long turn = get(at + SwitchLayout.TURN);
        if (SwitchLayout.isOn(turn)) {
            turn++;
            set(at + SwitchLayout.TURN, turn);
        }
        return turn;
    }

    /** Read what the service says of a fault. */
    Word word(int slot) {
        int at = SwitchLayout.slot(slot);
        return new Word(get(at + SwitchLayout.ASKED), get(at + SwitchLayout.SEEN), get(at + SwitchLayout.SEEN_TIME));
    }

    /**
     * Take the hits noted since the last call, in the order in which they came about.
     *
     * @throws FaultException when more came than the file holds: some are lost
     */
    List<Hit> takeHits() {
        long count = get(SwitchLayout.HITS);
        if (count - taken > SwitchLayout.RING) {
            long lost = count - SwitchLayout.RING - taken;
            taken = count;
            throw new FaultException("%s hits of faults are lost: more than %s came between two looks at %s"
                    .formatted(lost, SwitchLayout.RING, path));
        }
        var hits = new ArrayList<Hit>();
        for (; taken < count; taken++) {
            int at = SwitchLayout.hit(taken);
            if (get(at + SwitchLayout.HIT_PLACE) != taken + 1) {
                break; // it is being noted
            }
            hits.add(new Hit(
                    (int) get(at + SwitchLayout.HIT_SLOT),
                    get(at + SwitchLayout.HIT_TIME),
                    HexFormat.of().toHexDigits(get(at + SwitchLayout.HIT_TRACE_HIGH))
                            + HexFormat.of().toHexDigits(get(at + SwitchLayout.HIT_TRACE_LOW))));
        }
        return hits;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new FaultException("%s cannot be closed: %s".formatted(path, e), e);
        }
    }

    private long get(int at) {
        var value = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try {
            channel.read(value, at);
        } catch (IOException e) {
            throw new FaultException("%s cannot be read: %s".formatted(path, e), e);
        }
        return value.getLong(0);
    }

    private void set(int at, long number) {
        var value =
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, number);
        try {
            channel.write(value, at);
        } catch (IOException e) {
            throw new FaultException("%s cannot be written: %s".formatted(path, e), e);
        }
    }
}
