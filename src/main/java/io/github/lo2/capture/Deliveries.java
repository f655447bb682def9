package io.github.lo2.capture;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Hands each message on once, whatever its sender repeats.
 *
 * <p>OTLP delivers at least once: a sender that got no answer in time sends the same bytes again, within two minutes. The
 * messages of the last while are known by their digests; two that differ are never alike, since each span has an id of its
 * own.
 */
final class Deliveries {
    /** What comes in many minutes: the senders of a stack send some messages a second. */
    private static final int REMEMBERED = 8192;

    private final Map<ByteBuffer, Boolean> delivered = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };
    private long repeats;

    /**
     * Hand a message on, unless it has been before. One at a time, so that a repeat finds out how the first one ended.
     *
     * @param handingOn throws when it was not handed on whole; then it may come again
     */
    synchronized void once(byte[] message, Runnable handingOn) {
        ByteBuffer digest = ByteBuffer.wrap(DigestUtils.sha256(message));
        if (delivered.containsKey(digest)) {
            repeats++;
            return;
        }
        handingOn.run();
        delivered.put(digest, true);
    }

    /** Count the messages that were let go because they had been handed on before. */
    synchronized long repeats() {
        return repeats;
    }
}
