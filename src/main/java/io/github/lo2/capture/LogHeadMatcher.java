package io.github.lo2.capture;

import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Finds a format's head in lines; one matcher serves all lines, hence for one thread at a time. */
final class LogHeadMatcher {
    private final Matcher matcher;
    private final LogFormats.Expression expression;
    private final boolean level;
    private final boolean logger;
    private final boolean method;
    private final boolean thread;
    private final boolean requestId;
    private final boolean traceId;

    LogHeadMatcher(LogFormats.Expression expression) {
        this.expression = expression;
        this.matcher = expression.pattern().matcher("");
        this.level = expression.fields().contains("level");
        this.logger = expression.fields().contains("logger");
        this.method = expression.fields().contains("method");
        this.thread = expression.fields().contains("thread");
        this.requestId = expression.fields().contains("requestId");
        this.traceId = expression.fields().contains("traceId");
    }

    /** Find the head; null when the line does not begin with one. */
    @Nullable
    LogHead match(String line) {
        if (!matcher.reset(line).lookingAt()) {
            return null;
        }
        return new LogHead(
                matcher.end(),
                level ? level() : null,
                logger ? field("logger") : null,
                method ? field("method") : null,
                thread ? field("thread") : null,
                requestId ? field("requestId") : null,
                traceId ? field("traceId") : null);
    }

    private @Nullable String level() {
        String written = field("level");
        return written == null ? null : expression.levels().getOrDefault(written, written);
    }

    private @Nullable String field(String name) {
        String value = matcher.group(name);
        return value == null || value.isEmpty() ? null : value;
    }
}
