package io.github.lo2.lightoauth2;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what nobody but the receiver of a request may read: passwords, client secrets, credentials of other kinds. */
final class Secrets {
    private static final Pattern JSON_MEMBER =
            Pattern.compile("\"[^\"]*(?:assword|ecret)[^\"]*\"\\s*:\\s*\"(?<secret>(?:[^\"\\\\]|\\\\.)+)\"");
    private static final Pattern FORM_FIELD = Pattern.compile("(?:^|&)[^=&]*(?:assword|ecret)[^=&]*=(?<secret>[^&]+)");

    private Secrets() {}

    /** List the secrets that a request carries, as they are sent and in clear text. */
    static Set<String> of(HttpCall call) {
        Set<String> secrets = new LinkedHashSet<>();
        String header = call.headers().getOrDefault("Authorization", "");
        int blank = header.indexOf(' ');
        if (blank > 0) {
            String credentials = header.substring(blank + 1);
            secrets.add(credentials);
            if (header.startsWith("Basic ")) {
                String clear = new String(Base64.getMimeDecoder().decode(credentials), StandardCharsets.UTF_8);
                secrets.add(clear.substring(clear.indexOf(':') + 1));
            }
        }
        Matcher member = JSON_MEMBER.matcher(call.body());
        while (member.find()) {
            secrets.add(member.group("secret"));
        }
        Matcher field = FORM_FIELD.matcher(call.body());
        while (!call.body().startsWith("{") && field.find()) {
            secrets.add(field.group("secret"));
            secrets.add(URLDecoder.decode(field.group("secret"), StandardCharsets.UTF_8));
        }
        return secrets;
    }
}
