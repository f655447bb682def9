package com.networknt.oauth.http;

import com.networknt.exception.ApiException;
import org.jspecify.annotations.Nullable;

/** Make the exceptions that end a request with a known error. */
public final class Refusal {
    private Refusal() {}

    /**
     * Refuse with an error of {@code status.yml}.
     *
     * @param code an error code such as {@code ERR12014}
     * @param arguments the values of the description's placeholders; null is written as {@code null}
     */
    public static ApiException of(String code, @Nullable Object... arguments) {
        return new ApiException(JsonStatus.of(code, arguments));
    }
}
