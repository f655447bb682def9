package com.networknt.oauth.user.handler;

import com.networknt.exception.ApiException;
import com.networknt.oauth.http.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Hold a password that was typed twice alike.
 *
 * @param text the clear text, not empty
 */
record NewPassword(String text) {
    /**
     * Compare the two entries.
     *
     * @throws ApiException ERR12011 when one is empty, ERR12012 when they differ
     */
    static NewPassword of(@Nullable String password, @Nullable String confirmation) throws ApiException {
        if (password == null || password.isEmpty() || confirmation == null || confirmation.isEmpty()) {
            throw Refusal.of("ERR12011", masked(password), masked(confirmation));
        }
        if (!password.equals(confirmation)) {
            throw Refusal.of("ERR12012", masked(password), masked(confirmation));
        }
        return new NewPassword(password);
    }

    @Override
    public String toString() {
        return "NewPassword[***]";
    }

    private static @Nullable String masked(@Nullable String password) {
        return password == null || password.isEmpty() ? password : "***";
    }
}
