package io.github.lo2.table;

import io.github.lo2.signal.LogRecord;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Declares the columns of the table of logs: a row is a record of a log; the lines that continue it belong to it. */
final class LogColumns {
    static final List<Column<LogRecord>> ALL = List.of(
            Column.time("time", LogRecord::epochNanos)
                    .source(
                            "of its first line. Compose: stamped by the engine. Embedded: the end of the ms that the line begins with; without one, when it was read, up to 20 ms late. Locust: its own stamp (ms). Lines may share a time"),
            Column.<LogRecord>given("run").source("name of the run's folder when it was recorded"),
            Column.<LogRecord>given("scenario"),
            Column.<LogRecord>given("service_name")
                    .source("the container's service")
                    .nullWhen("database, Locust and what observes"),
            Column.text("container", LogRecord::container).source("name of the container and of its log file"),
            Column.whole("line", LogRecord::line)
                    .unit("from 1")
                    .source("number of its first line in the window's file"),
            Column.text("level", LogRecord::level)
                    .source("`TRACE`, `DEBUG`, `INFO`, `WARN`, `ERROR`, `FATAL`")
                    .nullWhen("the format has none, or a foreign line"),
            Column.text("logger", LogRecord::logger)
                    .source("as written; the source file where the format has that")
                    .nullWhen("as `level`"),
            Column.text("method", LogRecord::method)
                    .source("method that logged")
                    .nullWhen("as `level`"),
            Column.text("thread", LogRecord::thread)
                    .source("its name or number")
                    .nullWhen("as `level`"),
            Column.text("prefix", LogRecord::prefix)
                    .source(
                            "what stands before the message, blanks included; empty for a foreign line or where `raw` is given"),
            Column.text("message", LogRecord::message)
                    .source("the rest, with the lines that continue it, joined by line feeds"),
            Column.bytes("raw", LogColumns::base64)
                    .source(
                            "its bytes without the last line feed, only where they are no UTF-8 (`message` has U+FFFD there)")
                    .nullWhen("they are UTF-8"),
            Column.text("request_id", LogRecord::requestId)
                    .orOfRequest()
                    .source("read from the record, else that of the request")
                    .nullWhen("it is about no request"),
            Column.text("trace_id", LogRecord::traceId)
                    .orOfRequest()
                    .source("read from the record, else that of the request")
                    .nullWhen("it is about no request"),
            Column.<LogRecord>ofRequest(
                            "origin",
                            "CASE WHEN request.found THEN 'request' WHEN part.container = 'locust' THEN 'load' ELSE 'unknown' END")
                    .source(
                            "what caused it: `request`, one of the table `requests`; `load`: Locust's own log; `unknown`: nothing in the record tells, as of those that a cache's own threads write, often because of a request, faulty ones too. Do not take it for normal"));

    private LogColumns() {}

    private static @Nullable String base64(LogRecord logRecord) {
        byte[] raw = logRecord.raw();
        return raw == null ? null : Base64.getEncoder().encodeToString(raw);
    }
}
