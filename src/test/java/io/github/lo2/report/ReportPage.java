package io.github.lo2.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.lo2.dataset.Manifest;
import io.github.lo2.table.TableViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The report of a run, open in Chromium. */
final class ReportPage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path run;
    private final Browser browser;

    private ReportPage(Path run, Browser browser) {
        this.run = run;
        this.browser = browser;
    }

    /** Skip the test where there is no browser, unless one must be there. */
    static void requireBrowser() {
        if (!isRequired()) {
            assumeThat(Browser.isThere())
                    .as("chromium and chromedriver on the PATH; Debian: apt install chromium chromium-driver")
                    .isTrue();
        }
    }

    static boolean isRequired() {
        return Boolean.getBoolean("browser.required");
    }

    /** Find the newest run of a folder that is complete. */
    static Optional<Path> newest(Path results) throws IOException {
        if (!Files.isDirectory(results)) {
            return Optional.empty();
        }
        try (Stream<Path> runs = Files.list(results)) {
            return runs.filter(run -> Files.exists(run.resolve(Manifest.FILE_NAME)))
                    .max(Comparator.comparing(run -> run.getFileName().toString()));
        }
    }

    /** Start a browser for the report of a run. */
    static ReportPage of(Path run) throws IOException {
        return new ReportPage(run, Browser.start());
    }

    Path file() {
        return run.resolve("report.html");
    }

    Browser browser() {
        return browser;
    }

    /** Open it, and wait until it is drawn. */
    void open() {
        browser.open(file());
        awaitTrue("return document.documentElement.dataset.drawn === 'yes'");
    }

    /** Choose a scenario. */
    void pick(String tag) {
        browser.ask("""
            const pick = document.getElementById('pick');
            pick.value = arguments[0];
            return pick.dispatchEvent(new Event('change'))\
            """, tag);
    }

    WebElement find(String selector) {
        return browser.driver().findElement(By.cssSelector(selector));
    }

    /** List the buttons of the requests that stand below a heading. */
    List<WebElement> requests(String heading) {
        return browser.ask("""
            const found = [];
            const heading = [...document.querySelectorAll('#requests h3')].find(one => one.textContent === arguments[0]);
            for (let at = heading?.nextElementSibling; at && at.tagName === 'BUTTON'; at = at.nextElementSibling) found.push(at);
            return found\
            """, heading);
    }

    /** Require that it shows of a request what SQL finds. */
    void requireTrail(TableViews tables, String request) {
        assertThat(find("#request-id").getText()).isEqualTo(request);
        assertThat(shown("[data-span]", "span"))
                .as("spans of %s", request)
                .containsExactlyInAnyOrderElementsOf(
                        tables.ask("SELECT span_id FROM spans WHERE request_id = ?", row -> row.getString(1), request));
        assertThat(shown("[data-line]", "line"))
                .as("log records of %s", request)
                .isEqualTo(tables.ask(
                        "SELECT container || ':' || line FROM logs WHERE request_id = ? ORDER BY time, container, line",
                        row -> row.getString(1),
                        request));
    }

    void awaitTrue(String script) {
        Awaitility.await().atMost(PATIENCE).until(() -> browser.<Boolean>ask(script));
    }

    @Override
    public void close() throws IOException {
        browser.close();
    }

    private List<String> shown(String selector, String name) {
        return browser.ask(
                "return [...document.querySelectorAll(arguments[0])].map(one => one.dataset[arguments[1]])",
                selector,
                name);
    }
}
