package io.github.lo2.plan;

import java.util.Map;
import java.util.function.Function;

/**
 * One parameter of a run: all that is said of it, once.
 *
 * @param name its name, such as {@code lo2.users}
 * @param defaultValue the value that it has when none is given, as it would be given; empty when it then has none
 * @param defaultMeaning what that default is to a person, in Markdown
 * @param meaning what it does, in Markdown; {@code docs/record.md} shows it
 * @param parser makes a value of a text, or throws {@link IllegalArgumentException} whose message says what is expected
 */
public record Parameter<T>(
        String name, String defaultValue, String defaultMeaning, String meaning, Function<String, T> parser) {

    /** Declare a parameter with a default that could also be given. */
    static <T> Parameter<T> withDefault(String name, String value, String meaning, Function<String, T> parser) {
        return new Parameter<>(name, value, "`" + value + "`", meaning, parser);
    }

    /** Declare a parameter without a default value; {@code without} says what holds when it is not given. */
    static <T> Parameter<T> optional(String name, String without, String meaning, Function<String, T> parser) {
        return new Parameter<>(name, "", without, meaning, parser);
    }

    /**
     * Read its value.
     *
     * @param given the values given, by name
     * @throws ParameterException naming the value that is not allowed, and what is expected
     */
    public T read(Map<String, String> given) {
        String value = given.getOrDefault(name, defaultValue);
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    "%s=%s is not allowed; expected %s; nothing was started".formatted(name, value, e.getMessage()));
        }
    }

    /** Make its row of the table in {@code docs/record.md}. */
    String row() {
        return "| `%s` | %s | %s |".formatted(name, defaultMeaning, meaning);
    }
}
