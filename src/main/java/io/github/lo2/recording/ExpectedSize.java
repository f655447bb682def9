package io.github.lo2.recording;

import io.github.lo2.failure.Precondition;
import io.github.lo2.failure.PreconditionException;
import io.github.lo2.plan.Format;
import io.github.lo2.plan.Parameters;
import io.github.lo2.plan.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How much room a run is expected to take, its tables while they are put together included.
 *
 * <p>It goes by what runs of light-oauth2 took on two cores, on the embedded stack with 59, 113 and 380 requests a second and on
 * containers with 230: in the reference's layout 0.1 MB a second and 6 kB a request, as tables 0.5 kB a request. Another system may
 * log more or less.
 *
 * @param bytes on the disk, at the most
 * @param rate requests a second that this goes by
 */
record ExpectedSize(long bytes, double rate) {
    /** What a load without {@code lo2.rate} is taken to get: between the 230 and the 380 that were measured. */
    private static final double SATURATED = 300;

    private static final double BYTES_A_SECOND = 100_000;
    private static final double BYTES_A_REQUEST = 6_000;
    private static final double TABLE_BYTES_A_REQUEST = 500;

    static ExpectedSize of(List<Scenario> scenarios, Parameters parameters) {
        double rate = parameters.rate().orElse(SATURATED);
        double all = scenarios.stream()
                .map(Scenario::duration)
                .reduce(Duration.ZERO, Duration::plus)
                .toSeconds();
        double longest = scenarios.stream()
                .mapToLong(scenario -> scenario.duration().toSeconds())
                .max()
                .orElse(0);
        // Also where only tables are kept, a scenario's own files are there until it is sealed.
        double inFolders = parameters.formats().contains(Format.LO2) ? all : longest;
        double tables = parameters.formats().contains(Format.PARQUET) ? 2 * TABLE_BYTES_A_REQUEST * rate * all : 0;
        return new ExpectedSize((long) (tables + inFolders * (BYTES_A_SECOND + BYTES_A_REQUEST * rate)), rate);
    }

    /**
     * Check that there is as much room.
     *
     * @param folder of the runs; it need not be there yet
     * @throws PreconditionException when there is not
     */
    void require(Path folder) {
        Path there = folder.toAbsolutePath();
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        try {
            require(folder, Files.getFileStore(there).getUsableSpace());
        } catch (IOException e) {
            // Who makes the folder says so.
        }
    }

    void require(Path folder, long free) {
        if (free < bytes) {
            throw new PreconditionException(
                    List.of(Precondition.SPACE.line(megabytes(bytes), folder.toAbsolutePath(), megabytes(free))));
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "about %s MB at %.0f requests a second", megabytes(bytes), rate);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,d", bytes / 1_000_000);
    }
}
