package io.github.lo2.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The body of an answer, given up when it is not read to its end within a limit. */
final class LimitedBody extends FilterInputStream {
    private final URI uri;
    private final Duration limit;
    private final CompletableFuture<Boolean> over;

    LimitedBody(URI uri, InputStream body, Duration limit) {
        super(body);
        this.uri = uri;
        this.limit = limit;
        this.over = new CompletableFuture<Boolean>().completeOnTimeout(true, limit.toNanos(), TimeUnit.NANOSECONDS);
        // Closing it wakes up who waits in it; cancelled, this does nothing.
        var unused = over.thenRun(this::giveUp);
    }

    @Override
    public int read() throws IOException {
        return withinLimit(in::read);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return withinLimit(() -> in.read(bytes, offset, length));
    }

    @Override
    public void close() throws IOException {
        over.cancel(false);
        super.close();
    }

    private int withinLimit(Reading reading) throws IOException {
        try {
            int read = reading.read();
            requireInTime();
            return read;
        } catch (IOException e) {
            requireInTime();
            throw e;
        }
    }

    /** What was read when the limit passed is no whole answer, even if its end seems to have come. */
    private void requireInTime() throws HttpTimeoutException {
        if (over.getNow(false)) {
            throw new HttpTimeoutException("%s has not answered whole within %s".formatted(uri, limit));
        }
    }

    private void giveUp() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface Reading {
        int read() throws IOException;
    }
}
