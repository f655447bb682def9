package io.github.lo2.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Properties;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What stands in each page as it is: the charting library, and the page's own style and script.
 *
 * @param libraryVersion of the library
 * @param libraryLicence what its licence wants to be shown
 * @param libraryStyle CSS
 * @param libraryScript JavaScript
 * @param pageStyle CSS
 * @param pageScript JavaScript
 */
record PageParts(
        String libraryVersion,
        String libraryLicence,
        String libraryStyle,
        String libraryScript,
        String pageStyle,
        String pageScript) {
    /** A WebJar says its version in its Maven descriptor, and keeps its files in a folder of that name. */
    private static final String DESCRIPTOR = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";

    static PageParts read() {
        var descriptor = new Properties();
        try (InputStream file = open(DESCRIPTOR)) {
            descriptor.load(file);
        } catch (IOException e) {
            throw unreadable(DESCRIPTOR, e);
        }
        String version = descriptor.getProperty("version");
        String library = "/META-INF/resources/webjars/uplot/%s/".formatted(version);
        return new PageParts(
                version,
                text(library + "LICENSE"),
                text(library + "dist/uPlot.min.css"),
                text(library + "dist/uPlot.iife.min.js"),
                style(),
                text("report.js"));
    }

    /** The style of all pages; one without charts needs nothing else. */
    static String style() {
        return text("report.css");
    }

    /**
     * Say what the page may do: run these two scripts, and nothing else. A browser then runs no script that came with a run,
     * and asks no network.
     */
    String policy() {
        return "default-src 'none'; style-src 'unsafe-inline'; script-src '%s' '%s'"
                .formatted(hash(libraryScript), hash(pageScript));
    }

    private static String hash(String script) {
        return "sha256-" + Base64.getEncoder().encodeToString(DigestUtils.sha256(script));
    }

    private static String text(String resource) {
        try (InputStream file = open(resource)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unreadable(resource, e);
        }
    }

    private static InputStream open(String resource) throws IOException {
        InputStream file = PageParts.class.getResourceAsStream(resource);
        if (file == null) {
            throw new IOException("it is not on the class path");
        }
        return file;
    }

    private static UncheckedIOException unreadable(String resource, IOException cause) {
        return new UncheckedIOException("%s cannot be read; build the suite anew".formatted(resource), cause);
    }
}
