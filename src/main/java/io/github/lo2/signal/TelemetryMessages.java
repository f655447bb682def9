package io.github.lo2.signal;

import java.io.IOException;

/** Takes messages of telemetry as they were sent, OTLP in protobuf; called from many threads. */
public interface TelemetryMessages {
    /**
     * Take an export request of spans.
     *
     * @throws IOException when it was not handed on whole, or is no such message; its sender may send it again
     */
    void traces(byte[] message) throws IOException;

    /**
     * Take an export request of metrics.
     *
     * @throws IOException as with {@link #traces}
     */
    void metrics(byte[] message) throws IOException;
}
