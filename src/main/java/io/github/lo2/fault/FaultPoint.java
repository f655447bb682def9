package io.github.lo2.fault;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * What Byteman's rules call inside a service. It asks a file that the suite writes ({@link SwitchFile}) whether a fault is on, and
 * notes there what it did: no port, no thread, no line in a log.
 *
 * <p>It runs on the boot class path of a service, alone with {@link Choice} and {@link SwitchLayout}: it may use nothing else of
 * the suite's. Byteman makes subclasses of it and calls its public methods by name.
 */
public class FaultPoint {
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final String API = "io.opentelemetry.";
    private static final String[] PREFIXES = {"io.opentelemetry.javaagent.shaded.", ""};
    private static final Optional<ByteBuffer> FILE = file();
    private static final TraceIds TRACES = TraceIds.find();
    private static final AtomicReferenceArray<byte[][]> HELD = new AtomicReferenceArray<>(SwitchLayout.SLOTS);

    /** Byteman makes one for each call. */
    public FaultPoint() {}

    /** Tell whether a fault hits the request of this thread, and note that it does. */
    public boolean hits(int slot) {
        if (FILE.isEmpty()) {
            return false;
        }
        ByteBuffer file = FILE.get();
        int at = SwitchLayout.slot(slot);
        boolean on = isOn(file, at);
        if (!on) {
            return false;
        }
        String traceId = TRACES.current();
        if (traceId.length() != 32) {
            return false;
        }
        long high = Long.parseUnsignedLong(traceId, 0, 16, 16);
        long low = Long.parseUnsignedLong(traceId, 16, 32, 16);
        if (high == 0 && low == 0) {
            return false; // a thread without a request has this one: what it does is of no request that was chosen
        }
        if (!Choice.isChosen(low, get(file, at + SwitchLayout.SALT))) {
            return false;
        }
        note(file, slot, high, low);
        return true;
    }

    /** Give the fault's number. */
    public int number(int slot) {
        return FILE.map(file -> (int) get(file, SwitchLayout.slot(slot) + SwitchLayout.NUMBER))
                .orElse(0);
    }

    /** Hold this thread up for the fault's number of milliseconds. */
    public void pause(int slot) {
        long end = System.nanoTime() + number(slot) * 1_000_000L;
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Keep a core busy for the fault's number of milliseconds. */
    public void burn(int slot) {
        long end = System.nanoTime() + number(slot) * 1_000_000L;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    /** Collect garbage. */
    @SuppressWarnings("PMD.DoNotCallGarbageCollectionExplicitly")
    public void collect(int slot) {
        for (int times = Math.max(1, number(slot)); times > 0; times--) {
            System.gc();
        }
    }

    /** Fill the heap until the fault's number of megabytes is held; {@link #isOn} lets go of it. */
    public void hold(int slot) {
        byte[][] held = Optional.ofNullable(HELD.get(slot)).orElseGet(() -> new byte[0][]);
        if (held.length < number(slot)) {
            byte[][] more = Arrays.copyOf(held, held.length + 1);
            more[held.length] = new byte[1 << 20];
            HELD.compareAndSet(slot, held.length == 0 ? null : held, more);
        }
    }

    /** Take what shows where an exception comes from out of its stack trace. */
    public void plain(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        int first = 0;
        for (int place = 0; place < trace.length; place++) {
            if (isOfRules(trace[place].getClassName())) {
                first = place + 1;
            }
        }
        if (first > 0) {
            thrown.setStackTrace(Arrays.copyOfRange(trace, first, trace.length));
        }
    }

    private static boolean isOfRules(String type) {
        return type.startsWith("org.jboss.byteman.") || type.startsWith(FaultPoint.class.getName());
    }

    /** Tell whether a fault is on, and note what was seen of its switch. */
    private static boolean isOn(ByteBuffer file, int at) {
        LONGS.getAndAdd(file, at + SwitchLayout.ASKED, 1L);
        long turn = get(file, at + SwitchLayout.TURN);
        long seen = get(file, at + SwitchLayout.SEEN);
        if (turn != seen && LONGS.compareAndSet(file, at + SwitchLayout.SEEN, seen, turn)) {
            set(file, at + SwitchLayout.SEEN_TIME, nanos());
        }
        boolean on = SwitchLayout.isOn(turn);
        if (!on) {
            HELD.set((at - SwitchLayout.slot(0)) / SwitchLayout.SLOT_BYTES, null);
        }
        return on;
    }

    private static void note(ByteBuffer file, int slot, long traceIdHigh, long traceIdLow) {
        long place = (long) LONGS.getAndAdd(file, SwitchLayout.HITS, 1L);
        int at = SwitchLayout.hit(place);
        set(file, at + SwitchLayout.HIT_SLOT, slot);
        set(file, at + SwitchLayout.HIT_TIME, nanos());
        set(file, at + SwitchLayout.HIT_TRACE_HIGH, traceIdHigh);
        set(file, at + SwitchLayout.HIT_TRACE_LOW, traceIdLow);
        // Last: it says that the others are there.
        set(file, at + SwitchLayout.HIT_PLACE, place + 1);
    }

    private static long get(ByteBuffer file, int at) {
        return (long) LONGS.getVolatile(file, at);
    }

    private static void set(ByteBuffer file, int at, long value) {
        LONGS.setVolatile(file, at, value);
    }

    private static long nanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    /** A service in which no fault is to be is none: whatever is wrong with the file, the service says nothing of it. */
    private static Optional<ByteBuffer> file() {
        String path = System.getProperty(SwitchLayout.PROPERTY, "");
        if (path.isEmpty()) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(Path.of(path), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return Optional.of(channel.map(FileChannel.MapMode.READ_WRITE, 0, SwitchLayout.BYTES));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Asks OpenTelemetry for the trace id of this thread: the agent's own, which no service sees, or else the service's.
     *
     * @param span gives the current span
     * @param context gives its context
     * @param id gives the trace id of that
     */
    private record TraceIds(Optional<MethodHandle> span, Optional<MethodHandle> context, Optional<MethodHandle> id) {
        static TraceIds find() {
            for (String prefix : PREFIXES) {
                try {
                    ClassLoader loader = prefix.isEmpty() ? ClassLoader.getSystemClassLoader() : null;
                    Class<?> span = Class.forName(prefix + API + "api.trace.Span", true, loader);
                    Class<?> context = Class.forName(prefix + API + "api.trace.SpanContext", true, loader);
                    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
                    return new TraceIds(
                            Optional.of(lookup.findStatic(span, "current", MethodType.methodType(span))
                                    .asType(MethodType.methodType(Object.class))),
                            Optional.of(lookup.findVirtual(span, "getSpanContext", MethodType.methodType(context))
                                    .asType(MethodType.methodType(Object.class, Object.class))),
                            Optional.of(lookup.findVirtual(context, "getTraceId", MethodType.methodType(String.class))
                                    .asType(MethodType.methodType(Object.class, Object.class))));
                } catch (ReflectiveOperationException e) {
                    // The other one, then.
                }
            }
            return new TraceIds(Optional.empty(), Optional.empty(), Optional.empty());
        }

        /** Give the trace id of this thread, 32 hexadecimal digits; empty when there is none. */
        String current() {
            if (span.isEmpty() || context.isEmpty() || id.isEmpty()) {
                return "";
            }
            try {
                Object current = span.get().invokeExact();
                Object itsContext = context.get().invokeExact(current);
                return String.valueOf((Object) id.get().invokeExact(itsContext));
            } catch (Throwable e) {
                return "";
            }
        }
    }
}
