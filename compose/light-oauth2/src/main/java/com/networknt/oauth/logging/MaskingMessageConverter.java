package com.networknt.oauth.logging;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Write a record's message with every password, client secret and Authorization header replaced by {@code ***}.
 *
 * <p>light-4j's schema validators write each value they look at together with the whole body it stands in.
 */
public final class MaskingMessageConverter extends MessageConverter {
    private static final String NAMES = "(?:j_)?(?:password|newPassword)(?:Confirm)?|clientSecret|client_secret";
    private static final Pattern MEMBER = Pattern.compile("(\"(?:" + NAMES + ")\"\\s*:\\s*\")(?:[^\"\\\\]|\\\\.)*+\"");
    private static final Pattern VALIDATED =
            Pattern.compile("^validate\\( \"(?:[^\"\\\\]|\\\\.)*+\"(, .*\\.(?:" + NAMES + ")\\))$", Pattern.DOTALL);

    private static final Pattern PARAMETER = Pattern.compile(
            "^validate\\( .*, (authorization|" + NAMES + ")\\)$", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    @Override
    public String convert(ILoggingEvent event) {
        return masked(super.convert(event));
    }

    /** Mask a message; most have nothing to mask and are returned as they are. */
    static String masked(String message) {
        if (!message.contains("assword") && !message.contains("ecret") && !message.contains("uthorization")) {
            return message;
        }
        Matcher parameter = PARAMETER.matcher(message);
        if (parameter.matches()) {
            return "validate( \"***\", \"***\", " + parameter.group(1) + ")";
        }
        String members = MEMBER.matcher(message).replaceAll("$1***\"");
        Matcher validated = VALIDATED.matcher(members);
        return validated.matches() ? "validate( \"***\"" + validated.group(1) : members;
    }
}
