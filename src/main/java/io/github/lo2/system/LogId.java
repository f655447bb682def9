package io.github.lo2.system;

import com.fasterxml.jackson.annotation.JsonProperty;

/** By which id the log records of a system are joined with the requests they are about. */
public enum LogId {
    /** That which the load sends in a header of the system's own. */
    @JsonProperty("request_id")
    REQUEST,
    /** That of the request's trace. */
    @JsonProperty("trace_id")
    TRACE;

    /** Name the column, the same in the tables of requests and of log records. */
    public String column() {
        return this == REQUEST ? "request_id" : "trace_id";
    }
}
