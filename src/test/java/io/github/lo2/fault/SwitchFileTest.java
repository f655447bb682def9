package io.github.lo2.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A file of switches")
class SwitchFileTest {
    @TempDir
    Path folder;

    private SwitchFile file;

    @BeforeEach
    void create() {
        file = SwitchFile.create(folder.resolve("switches"));
    }

    @AfterEach
    void close() {
        file.close();
    }

    @Test
    @DisplayName("says at each turn whether a fault is on, and turns only when that changes")
    void turns() throws IOException {
        assertThat(file.on(3, 11, 250)).isEqualTo(1);
        assertThat(file.on(3, 11, 250)).isEqualTo(1);
        assertThat(read(SwitchLayout.slot(3) + SwitchLayout.SALT)).isEqualTo(11);
        assertThat(read(SwitchLayout.slot(3) + SwitchLayout.NUMBER)).isEqualTo(250);
        assertThat(read(SwitchLayout.slot(2) + SwitchLayout.TURN)).isZero();

        assertThat(file.off(3)).isEqualTo(2);
        assertThat(file.off(3)).isEqualTo(2);
        assertThat(SwitchLayout.isOn(read(SwitchLayout.slot(3) + SwitchLayout.TURN)))
                .isFalse();
    }

    @Test
    @DisplayName("gives each hit once, and waits for one that is being noted")
    void givesEachHitOnce() throws IOException {
        hit(0, 5, "0af7651916cd43dd8448eb211c80319c");
        write(SwitchLayout.HITS, 2);

        assertThat(file.takeHits()).containsExactly(new SwitchFile.Hit(5, 1_000, "0af7651916cd43dd8448eb211c80319c"));
        assertThat(file.takeHits()).isEmpty();

        hit(1, 6, "ffffffffffffffffffffffffffffffff");
        assertThat(file.takeHits()).extracting(SwitchFile.Hit::slot).containsExactly(6);
    }

    @Test
    @DisplayName("says that hits are lost when more came than it holds")
    void saysWhatIsLost() throws IOException {
        write(SwitchLayout.HITS, SwitchLayout.RING + 3L);

        assertThatThrownBy(file::takeHits)
                .isInstanceOf(FaultException.class)
                .hasMessageStartingWith("3 hits of faults");
    }

    private void hit(int place, long slot, String traceId) throws IOException {
        int at = SwitchLayout.hit(place);
        write(at + SwitchLayout.HIT_SLOT, slot);
        write(at + SwitchLayout.HIT_TIME, 1_000);
        write(at + SwitchLayout.HIT_TRACE_HIGH, Long.parseUnsignedLong(traceId, 0, 16, 16));
        write(at + SwitchLayout.HIT_TRACE_LOW, Long.parseUnsignedLong(traceId, 16, 32, 16));
        write(at + SwitchLayout.HIT_PLACE, place + 1L);
    }

    private long read(int at) throws IOException {
        var value = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            channel.read(value, at);
        }
        return value.getLong(0);
    }

    private void write(int at, long number) throws IOException {
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, number), at);
        }
    }
}
