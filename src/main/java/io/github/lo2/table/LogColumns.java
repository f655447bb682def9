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
                            "of its first line. Compose: stamped by the engine. Embedded: the end of the ms that the line begins with; without one, when it was read, up to 20 ms late. Locust: its own stamp (ms). Lines may share a time")
                    .example("`2026-11-24 13:50:20.212879959+00`"),
            Column.<LogRecord>given("run")
                    .source("name of the run's folder when it was recorded")
                    .example("`LO2_run_1795528159`"),
            Column.<LogRecord>given("scenario").example("`get_client_404_no_client`"),
            Column.<LogRecord>given("service_name")
                    .source("the container's service")
                    .nullWhen("database, Locust and what observes")
                    .example("`oauth2-client-service`"),
            Column.text("container", LogRecord::container)
                    .source("name of the container and of its log file")
                    .example("`light-oauth2-oauth2-client-1`"),
            Column.whole("line", LogRecord::line)
                    .unit("from 1")
                    .source("number of its first line in the window's file")
                    .example("`150`"),
            Column.text("level", LogRecord::level)
                    .source("`TRACE`, `DEBUG`, `INFO`, `WARN`, `ERROR`, `FATAL`")
                    .nullWhen("the format has none, or a foreign line")
                    .example("`ERROR`"),
            Column.text("logger", LogRecord::logger)
                    .source("as written; the source file where the format has that")
                    .nullWhen("as `level`")
                    .example("`c.networknt.handler.LightHttpHandler`"),
            Column.text("method", LogRecord::method)
                    .source("method that logged")
                    .nullWhen("as `level`")
                    .example("`setExchangeStatus`"),
            Column.text("thread", LogRecord::thread)
                    .source("its name or number")
                    .nullWhen("as `level`")
                    .example("`XNIO-1 task-3`"),
            Column.text("prefix", LogRecord::prefix)
                    .source(
                            "what stands before the message, blanks included; empty for a foreign line or where `raw` is given")
                    .example(
                            "`13:50:20.209 [XNIO-1 task-3]  pglpT8VsaWrS4UA4S503dw ERROR c.networknt.handler.LightHttpHandler setExchangeStatus - `"),
            Column.text("message", LogRecord::message)
                    .source("the rest, with the lines that continue it, joined by line feeds")
                    .example("`{\"statusCode\":404,\"code\":\"ERR12014\",…}`"),
            Column.bytes("raw", LogColumns::base64)
                    .source(
                            "its bytes without the last line feed, only where they are no UTF-8 (`message` has U+FFFD there)")
                    .nullWhen("they are UTF-8"),
            Column.text("request_id", LogRecord::requestId)
                    .orOfRequest("trace_id")
                    .source("read from the record, else that of the request")
                    .nullWhen("it is about no request")
                    .example("`pglpT8VsaWrS4UA4S503dw`"),
            Column.text("trace_id", LogRecord::traceId)
                    .orOfRequest("request_id")
                    .source("read from the record, else that of the request")
                    .nullWhen("it is about no request")
                    .example("`262188a5e3fde620fd6e3bb7b049f689`"));

    private LogColumns() {}

    private static @Nullable String base64(LogRecord logRecord) {
        byte[] raw = logRecord.raw();
        return raw == null ? null : Base64.getEncoder().encodeToString(raw);
    }
}
