package io.github.lo2.campaign;

import io.github.lo2.failure.SuiteException;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a campaign's file, or with what lies in its folder. */
public final class CampaignException extends SuiteException {
    CampaignException(String message) {
        super(message);
    }

    CampaignException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
