package com.networknt.oauth.logging;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Write a record's message with every password, client secret and Authorization header replaced by {@code ***}.
 *
 * <p>light-4j's schema validators write each value they look at together with the whole body it stands in,
 * {@code validate( "value", {"name":"value"}, requestBody.name)}, or with itself when it is a parameter:
 * {@code validate( "value", "value", name)}. There are up to twenty of these records for a request: what has nothing to
 * mask is not matched against any pattern.
 */
public final class MaskingMessageConverter extends MessageConverter {
    private static final Set<String> SECRETS = secrets();

    private static final String AUTHORIZATION = "authorization";
    private static final String VALIDATED = "validate( ";

    /** What a JSON text has between its quotes. */
    private static final String TEXT = "(?s:[^\"\\\\]|\\\\.)*+";

    private static final Pattern MEMBER =
            Pattern.compile("(\"(?:" + String.join("|", SECRETS) + ")\"\\s*:\\s*\")" + TEXT + "\"");
    private static final Pattern VALUE = Pattern.compile("^(" + Pattern.quote(VALIDATED) + "\")" + TEXT + "\"");

    @Override
    public String convert(ILoggingEvent event) {
        return masked(super.convert(event));
    }

    /** Mask a message; most have nothing to mask and are returned as they are. */
    static String masked(String message) {
        String at = validatedAt(message);
        if (SECRETS.contains(at) || at.equalsIgnoreCase(AUTHORIZATION)) {
            return VALIDATED + "\"***\", \"***\", " + at + ")";
        }
        if (!message.contains("assword") && !message.contains("ecret")) {
            return message;
        }
        String masked = MEMBER.matcher(message).replaceAll("$1***\"");
        return SECRETS.contains(at.substring(at.lastIndexOf('.') + 1))
                ? VALUE.matcher(masked).replaceFirst("$1***\"")
                : masked;
    }

    /** Return where the value stands that a validator's record is about; empty for other records. */
    private static String validatedAt(String message) {
        return message.startsWith(VALIDATED) && message.endsWith(")")
                ? message.substring(message.lastIndexOf(", ") + 2, message.length() - 1)
                : "";
    }

    /** List the names, in any case. */
    private static Set<String> secrets() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(List.of("clientSecret", "client_secret"));
        for (String name : List.of("password", "newPassword")) {
            names.addAll(List.of(name, name + "Confirm", "j_" + name, "j_" + name + "Confirm"));
        }
        return Collections.unmodifiableSet(names);
    }
}
