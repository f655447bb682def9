package io.github.lo2.card;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads the texts that are the same for each run. */
final class CardText {
    private CardText() {}

    static String of(String name) {
        try (InputStream file = CardText.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IOException("it is not on the class path");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read; build the suite anew".formatted(name), e);
        }
    }
}
