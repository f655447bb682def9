package com.networknt.oauth.user.handler;

import org.jspecify.annotations.Nullable;

/**
 * Hold the body of a password change.
 *
 * @param password the password so far
 * @param newPassword the new one
 * @param newPasswordConfirm the new one, typed again
 */
record PasswordChange(
        @Nullable String password,
        @Nullable String newPassword,
        @Nullable String newPasswordConfirm) {
    @Override
    public String toString() {
        return "PasswordChange[***]";
    }
}
