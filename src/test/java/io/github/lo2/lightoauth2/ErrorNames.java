package io.github.lo2.lightoauth2;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/** The message of each error code, for the codes whose message the contract names. */
final class ErrorNames {
    static final ErrorNames CONTRACT = read("/contract/errors.properties");

    private final Properties names;

    private ErrorNames(Properties names) {
        this.names = names;
    }

    Optional<String> of(String code) {
        return Optional.ofNullable(names.getProperty(code));
    }

    private static ErrorNames read(String resource) {
        try (InputStream in = Objects.requireNonNull(ErrorNames.class.getResourceAsStream(resource), resource)) {
            Properties names = new Properties();
            names.load(in);
            return new ErrorNames(names);
        } catch (IOException e) {
            throw new UncheckedIOException("resource %s cannot be read".formatted(resource), e);
        }
    }
}
