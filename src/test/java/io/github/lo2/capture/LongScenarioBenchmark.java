package io.github.lo2.capture;

import io.github.lo2.signal.Sample;
import io.github.lo2.signal.Series;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Shows that the memory that a window's samples take does not grow with the window: as many series as the embedded stack has,
 * a sample a second each. Started by hand, with {@code -Xmx128m} and the hours as argument.
 */
final class LongScenarioBenchmark {
    private static final int SERIES = 1_300;
    private static final long START = 1_795_500_000L;

    private LongScenarioBenchmark() {}

    public static void main(String[] arguments) {
        long seconds = TimeUnit.HOURS.toSeconds(Long.parseLong(arguments[0]));
        List<Series> series = IntStream.range(0, SERIES)
                .mapToObj(number -> new Series("metric_" + number / 10, new TreeMap<>(Map.of("n", "" + number))))
                .toList();
        var router = new SignalRouter();
        long begun = System.nanoTime();
        long most = 0;
        var read = new AtomicLong();
        try (WindowCapture window = router.open(TimeUnit.SECONDS.toNanos(START), new RecordedSignals())) {
            for (long second = START; second < START + seconds; second++) {
                long nanos = TimeUnit.SECONDS.toNanos(second);
                for (Series each : series) {
                    router.sample(new Sample(each, nanos, second));
                }
                window.reached(nanos);
                most = Math.max(most, used());
            }
            window.end(TimeUnit.SECONDS.toNanos(START + seconds));
            System.out.printf(
                    Locale.ROOT, "%,d samples taken in %.1f s%n", seconds * SERIES, (System.nanoTime() - begun) / 1e9);
            window.samples(samples -> read.addAndGet(samples.size()));
            most = Math.max(most, used());
        }
        System.out.printf(
                Locale.ROOT,
                "%,d read again after %.1f s; at most %,d MB of heap used, garbage included%n",
                read.get(),
                (System.nanoTime() - begun) / 1e9,
                most >> 20);
    }

    private static long used() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
