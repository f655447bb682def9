package io.github.lo2.cli;

import io.github.lo2.plan.Parameter;
import io.github.lo2.plan.Parameters;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options that are parameters of a run: {@code --users} is {@code lo2.users}. They are made of {@link Parameters#ALL}, so that
 * a parameter is declared once.
 */
final class RunOptions {
    private final Map<String, String> given = new TreeMap<>();

    /** A command that takes some of them. */
    interface Taker {
        /** Say which of them it takes. */
        Collection<Parameter<?>> parameters();

        /** Where what was given of them goes. */
        RunOptions options();
    }

    /** Add them to the commands that take some. */
    static void addTo(CommandLine commandLine) {
        for (CommandLine command : commandLine.getSubcommands().values()) {
            if (command.getCommandSpec().userObject() instanceof Taker taker) {
                for (Parameter<?> parameter : taker.parameters()) {
                    command.getCommandSpec().addOption(option(parameter, taker.options()));
                }
            }
        }
    }

    /** Name the option of a parameter. */
    static String nameOf(Parameter<?> parameter) {
        return "--" + parameter.name().substring(Parameters.PREFIX.length());
    }

    /** Show what was given, by the parameters' names. */
    Map<String, String> given() {
        return Map.copyOf(given);
    }

    private static OptionSpec option(Parameter<?> parameter, RunOptions options) {
        return OptionSpec.builder(nameOf(parameter))
                .paramLabel("VALUE")
                .type(String.class)
                .description(plain(parameter.meaning()), "Default: " + plain(parameter.defaultMeaning()))
                .setter(new ISetter() {
                    @Override
                    @SuppressWarnings("unchecked") // the form that picocli asks for
                    public <T> @Nullable T set(T value) {
                        return (T) options.put(parameter.name(), (String) value);
                    }
                })
                .build();
    }

    private @Nullable String put(String name, @Nullable String value) {
        return value == null ? given.remove(name) : given.put(name, value);
    }

    /** Take Markdown for the terminal: picocli reads a percent sign as a format's. */
    private static String plain(String markdown) {
        return markdown.replace("`", "").replace("%", "%%");
    }
}
