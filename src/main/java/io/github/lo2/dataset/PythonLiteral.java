package io.github.lo2.dataset;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes values as Python literals, which is how the reference's trace files hold a span's tags. */
final class PythonLiteral {
    private PythonLiteral() {}

    /** Format a dict whose values are strings, numbers, booleans or lists of these, in the map's order. */
    static String dict(Map<String, Object> map) {
        var text = new StringBuilder(512).append('{');
        for (Iterator<Map.Entry<String, Object>> entries = map.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<String, Object> entry = entries.next();
            string(entry.getKey(), text);
            text.append(": ");
            value(entry.getValue(), text);
            if (entries.hasNext()) {
                text.append(", ");
            }
        }
        return text.append('}').toString();
    }

    private static void value(Object value, StringBuilder text) {
        if (value instanceof Boolean truth) {
            text.append(truth ? "True" : "False");
        } else if (value instanceof Number) {
            text.append(value);
        } else if (value instanceof List<?> list) {
            text.append('[');
            for (int i = 0; i < list.size(); i++) {
                text.append(i == 0 ? "" : ", ");
                value(list.get(i), text);
            }
            text.append(']');
        } else {
            string(value.toString(), text);
        }
    }

    private static void string(String value, StringBuilder text) {
        char quote = value.indexOf('\'') >= 0 && value.indexOf('"') < 0 ? '"' : '\'';
        text.append(quote);
        if (isPlain(value, quote)) {
            text.append(value);
        } else {
            escape(value, quote, text);
        }
        text.append(quote);
    }

    /** Tell whether a string stands for itself, as nearly all in a span do: most of the time here would go into looking. */
    private static boolean isPlain(String value, char quote) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x20 || c == 0x7f || c == '\\' || c == quote) {
                return false;
            }
        }
        return true;
    }

    private static void escape(String value, char quote, StringBuilder text) {
        value.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c == quote) {
                        text.append('\\').append(quote);
                    } else if (c < 0x20 || c == 0x7f) {
                        text.append(String.format(Locale.ROOT, "\\x%02x", c));
                    } else {
                        text.appendCodePoint(c);
                    }
                }
            }
        });
    }
}
