package io.github.lo2.capture;

import io.github.lo2.signal.LogLine;
import io.github.lo2.signal.LogRecord;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * Puts the lines of one container in one window together to records; not for several threads at a time.
 *
 * <p>A line that begins as a format says begins a record. Any other line continues the record before it, or is foreign. It is
 * foreign when the formats list it as such. It is so, too, when there is no record that it could continue: the window began in
 * the midst of one, or a foreign line stands between. A foreign line is a record of its own. No line is lost: see
 * {@link LogRecord#bytes()}.
 */
public final class LogRecordReader {
    /**
     * How many bytes a record of several lines may have. A line that would make it longer begins a further record, which has
     * the fields of the first and no prefix; a line is never cut, so that a record of one line may be longer.
     */
    public static final int MOST_BYTES = 1 << 20;

    private final Consumer<LogRecord> consumer;
    private final List<FormatMatcher> formats;
    private final Matcher foreign;
    /** Which format the last record has. */
    private int last;

    private @Nullable Unfinished open;
    private long lineCount;

    /**
     * Begin with the first line of a window.
     *
     * @param consumer gets each record, in order, when the next one begins or at the end, on the caller's thread
     */
    public LogRecordReader(LogFormats formats, Consumer<LogRecord> consumer) {
        this.consumer = consumer;
        this.formats = formats.formats().stream().map(FormatMatcher::of).toList();
        this.foreign = formats.foreign().matcher("");
    }

    /** Take the next line. */
    public void accept(LogLine line) {
        lineCount++;
        String text = new String(line.bytes(), StandardCharsets.UTF_8);
        if (open != null && open.takesAsSecondLineOfHead(line, text)) {
            return;
        }
        Unfinished begun = begin(line, text);
        if (begun != null) {
            complete();
            open = begun;
        } else if (open == null || foreign.reset(text).lookingAt()) {
            complete();
            new Unfinished(lineCount, line, text, LogHead.NONE, null).handTo(consumer);
        } else if (open.hasRoomFor(line)) {
            open.add(line);
        } else {
            LogHead head = open.head.withoutText();
            complete();
            open = new Unfinished(lineCount, line, text, head, null);
        }
    }

    /** Hand over the last record: the window has no more lines. */
    public void finish() {
        complete();
    }

    private void complete() {
        if (open != null) {
            open.handTo(consumer);
            open = null;
        }
    }

    /** Begin a record, if the line begins one: most often one of the same format as the last. */
    private @Nullable Unfinished begin(LogLine line, String text) {
        Unfinished begun = begin(last, line, text);
        for (int i = 0; i < formats.size() && begun == null; i++) {
            begun = i == last ? null : begin(i, line, text);
        }
        return begun;
    }

    private @Nullable Unfinished begin(int index, LogLine line, String text) {
        FormatMatcher format = formats.get(index);
        LogHead head = format.firstLine.match(text);
        if (head == null) {
            return null;
        }
        last = index;
        return new Unfinished(lineCount, line, text, head, format.secondLine);
    }

    private record FormatMatcher(
            LogHeadMatcher firstLine, @Nullable LogHeadMatcher secondLine) {
        static FormatMatcher of(LogFormats.Format format) {
            return new FormatMatcher(
                    new LogHeadMatcher(format.head()),
                    format.secondLine() == null ? null : new LogHeadMatcher(format.secondLine()));
        }
    }

    /** A record whose lines are not all read. */
    private static final class Unfinished {
        private final long number;
        private final LogLine first;
        private final String firstText;
        private LogHead head;
        private @Nullable LogHeadMatcher secondLine;
        /** All its lines, when it has more than one. */
        private @Nullable ByteArrayOutputStream lines;

        Unfinished(long number, LogLine first, String firstText, LogHead head, @Nullable LogHeadMatcher secondLine) {
            this.number = number;
            this.first = first;
            this.firstText = firstText;
            this.head = head;
            this.secondLine = secondLine;
        }

        boolean takesAsSecondLineOfHead(LogLine line, String text) {
            LogHead second = secondLine == null ? null : secondLine.match(text);
            secondLine = null; // only the line after the first can be it
            if (second == null) {
                return false;
            }
            head = head.with(second, firstText.length());
            add(line);
            return true;
        }

        boolean hasRoomFor(LogLine line) {
            int size = lines == null ? first.bytes().length : lines.size();
            return size + 1L + line.bytes().length <= MOST_BYTES;
        }

        void add(LogLine line) {
            if (lines == null) {
                lines = new ByteArrayOutputStream(first.bytes().length + line.bytes().length + 512);
                lines.writeBytes(first.bytes());
            }
            lines.write('\n');
            lines.writeBytes(line.bytes());
        }

        void handTo(Consumer<LogRecord> consumer) {
            String text = lines == null ? firstText : lines.toString(StandardCharsets.UTF_8);
            byte[] invalid = invalidBytes(text);
            int border = invalid == null ? head.length() : 0;
            consumer.accept(new LogRecord(
                    first.container(),
                    number,
                    first.epochNanos(),
                    text.substring(0, border),
                    text.substring(border),
                    head.level(),
                    head.logger(),
                    head.method(),
                    head.thread(),
                    head.requestId(),
                    head.traceId(),
                    invalid));
        }

        /** Give the bytes when the text does not give them back: some are no UTF-8. */
        private byte @Nullable [] invalidBytes(String text) {
            if (text.indexOf('\uFFFD') < 0) {
                return null; // the decoder leaves this character wherever it cannot go on
            }
            byte[] bytes = lines == null ? first.bytes() : lines.toByteArray();
            return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes) ? null : bytes;
        }
    }
}
