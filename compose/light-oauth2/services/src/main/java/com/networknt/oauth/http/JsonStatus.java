package com.networknt.oauth.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.networknt.status.Status;
import org.jspecify.annotations.Nullable;

/**
 * Render an error as JSON that stays valid whatever text of the request its description repeats.
 *
 * <p>light-4j writes the description between quotes as it is. The members and their order are the same here:
 * statusCode, code, message, description, severity.
 */
public final class JsonStatus extends Status {
    private final String json;

    /**
     * Look up an error by its code in {@code status.yml}.
     *
     * @param code an error code such as {@code ERR12014}
     * @param arguments the values of the description's placeholders; null is written as {@code null}
     */
    public static JsonStatus of(String code, @Nullable Object... arguments) {
        return new JsonStatus(new Status(code, arguments));
    }

    JsonStatus(Status status) {
        super(
                status.getStatusCode(),
                status.getCode(),
                status.getMessage(),
                status.getDescription(),
                status.getSeverity());
        this.json = "{\"statusCode\":" + status.getStatusCode() + ",\"code\":\"" + escaped(status.getCode())
                + "\",\"message\":\"" + escaped(status.getMessage()) + "\",\"description\":\""
                + escaped(status.getDescription()) + "\",\"severity\":\"" + escaped(status.getSeverity()) + "\"}";
    }

    /** Do nothing: light-4j calls this to double the backslashes of a description, which is escaped already. */
    @Override
    public void setDescription(String description) {}

    @Override
    public String toStringConditionally() {
        return json;
    }

    @Override
    public String toString() {
        return json;
    }

    private static String escaped(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
