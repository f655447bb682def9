package com.networknt.oauth.http;

import com.networknt.status.Status;
import com.networknt.status.StatusWrapper;

/** Turn the errors that light-4j's own handlers answer into {@link JsonStatus}. */
public final class JsonStatusWrapper implements StatusWrapper {
    @Override
    public Status wrap(Status status, Object exchange) {
        return status instanceof JsonStatus ? status : new JsonStatus(status);
    }
}
