package io.github.lo2.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.RunTables;
import io.github.lo2.plan.Parameters;
import io.github.lo2.table.RequestTruth;
import io.github.lo2.table.TableViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** Looks at the report of the newest run with Chromium. */
@DisplayName("The report of a run just recorded, in a browser,")
class RunReportIT extends ReportInBrowser {
    private static final int MOST_BYTES = 5_000_000;

    private Path recorded = Path.of("");

    @Override
    Path run() throws IOException {
        Map<String, String> given = Parameters.given(System.getProperties(), name -> Optional.empty());
        Path results = Parameters.from(given).results().toAbsolutePath();
        recorded = ReportPage.newest(results).orElseThrow(() -> new AssertionError("no complete run in " + results));
        return recorded;
    }

    @Test
    @DisplayName("is small and there at once, complains of nothing and asks nobody for anything")
    void isSelfContained() throws IOException {
        Path page = page().file();
        browser().requests();
        page().open();
        double firstPaint = browser()
                .<Number>ask("return performance.getEntriesByType('paint').find(one => one.name ==="
                        + " 'first-paint').startTime")
                .doubleValue();
        System.out.printf("report.html: %s bytes, first paint after %.0f ms%n", Files.size(page), firstPaint);

        assertThat(Files.size(page)).isLessThan(MOST_BYTES);
        assertThat(firstPaint).as("ms to the first paint").isLessThan(1_000);
        assertThat(browser().complaints()).isEmpty();
        assertThat(browser().requests()).containsExactly(page.toUri().toString().replaceFirst("^file:/+", "file:///"));
    }

    @Test
    @DisplayName("draws something in each chart that its stack has figures for")
    void drawsEachChart() {
        List<String> empty = browser().ask("""
            return [...document.querySelectorAll('figure')].filter(figure => {
              const canvas = figure.querySelector('canvas');
              if (!canvas) return true;
              const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
              let coloured = 0;
              for (let i = 0; i < pixels.length; i += 4) {
                const [red, green, blue, alpha] = pixels.slice(i, i + 4);
                if (alpha > 100 && Math.max(red, green, blue) - Math.min(red, green, blue) > 50) coloured++;
              }
              return coloured < 20;
            }).map(figure => figure.dataset.chart)\
            """);
        List<String> charts =
                browser().ask("return [...document.querySelectorAll('figure')].map(figure => figure.dataset.chart)");

        assertThat(charts)
                .containsExactly(
                        "timeline",
                        "requests",
                        "answers",
                        "latency",
                        "logs",
                        "spans",
                        "database",
                        "cpu",
                        "memory",
                        "gc",
                        "pool",
                        "drift",
                        "dead-time");
        // Containers are measured from outside: nothing is known of the JVM in them.
        assertThat(empty)
                .isEqualTo(Manifest.of(recorded).stack().kind().equals("compose") ? List.of("gc", "pool") : List.of());
    }

    @Test
    @DisplayName("leads from each faulty request to the spans and log records that SQL finds")
    void leadsToTheTelemetry() {
        List<String> tags = Manifest.of(recorded).scenarios().stream()
                .filter(scenario -> scenario.counts().anomalies() > 0)
                .map(scenario -> scenario.tag())
                .toList();
        assertThat(tags).isNotEmpty();
        try (TableViews tables = RunTables.of(recorded)) {
            for (String tag : tags) {
                page().pick(tag);
                List<String> first = tables.ask(
                        "SELECT request_id FROM requests WHERE scenario = ? AND %s ORDER BY time, request_id LIMIT 4"
                                .formatted(RequestTruth.FAULTY),
                        row -> row.getString(1),
                        tag);
                List<WebElement> shown = page().requests("First faulty requests");
                assertThat(shown)
                        .extracting(button -> button.getDomAttribute("data-request"))
                        .isEqualTo(first);
                for (WebElement button : shown) {
                    button.click();
                    requireTrail(tables, String.valueOf(button.getDomAttribute("data-request")));
                }
            }
        }
    }

    private void requireTrail(TableViews tables, String request) {
        page().requireTrail(tables, request);
        assertThat(browser().driver().findElements(By.cssSelector("[data-line]")))
                .isNotEmpty();
        String code = tables.askOne("SELECT code FROM requests WHERE request_id = ?", row -> row.getString(1), request);
        if (code != null) {
            assertThat(page().find("tr.tells").getText())
                    .as("the record that is marked, of %s", request)
                    .contains(code);
        }
    }

    @Test
    @DisplayName("is used by the keyboard alone: Tab reaches each control, Enter and arrows do what a mouse does")
    void isUsedByKeyboard() {
        long controls = browser().<Number>ask("""
            const controls = [...document.querySelectorAll(
                'a[href], button, select, input, summary, [tabindex="0"]')].filter(one => one.checkVisibility());
            const groups = new Set();
            window.awaited = new Set(controls.filter(one => {
              if (one.type !== 'radio') return true;
              return one.checked; // a group of radio buttons is one stop
            }));
            window.stops = window.awaited.size;
            document.addEventListener('focusin', event => window.awaited.delete(event.target));
            document.body.focus();
            return window.stops\
            """).longValue();
        Keys[] tabs = Stream.generate(() -> Keys.TAB).limit(controls + 5).toArray(Keys[]::new);
        new Actions(browser().driver()).sendKeys(tabs).perform();
        List<String> missed = browser().ask("return [...window.awaited].map(one => one.outerHTML.slice(0, 200))");

        assertThat(missed)
                .as("controls that Tab does not reach, of %s", controls)
                .isEmpty();

        WebElement plot = browser().driver().findElement(By.cssSelector("#timeline .plot"));
        plot.sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        assertThat(plot.findElement(By.cssSelector(".u-legend")).getText())
                .contains(Manifest.of(recorded).scenarios().get(0).tag());

        WebElement last = browser().driver().findElements(By.cssSelector("#requests button")).stream()
                .reduce((one, other) -> other)
                .orElseThrow();
        last.sendKeys(Keys.ENTER);
        assertThat(browser().driver().findElement(By.id("request-id")).getText())
                .isEqualTo(last.getDomAttribute("data-request"));
    }

    @Test
    @DisplayName("is as wide as a phone, and light or dark as it is told")
    void fitsAPhoneAndTheDark() {
        browser().resize(390, 800);
        page().awaitTrue("return innerWidth <= 500");

        assertThat(browser()
                        .<Number>ask("return document.scrollingElement.scrollWidth - innerWidth")
                        .intValue())
                .as("pixels that the page is wider than the window")
                .isLessThanOrEqualTo(0);

        String light = "rgb(255, 255, 255)";
        WebElement theme = browser().driver().findElement(By.id("theme"));
        theme.click();
        assertThat(theme.getText()).isEqualTo("Theme: light");
        assertThat(browser().<String>ask("return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo(light);
        theme.click();
        assertThat(theme.getText()).isEqualTo("Theme: dark");
        assertThat(browser().<String>ask("return getComputedStyle(document.body).backgroundColor"))
                .isNotEqualTo(light);
        assertThat(browser().complaints()).isEmpty();
    }
}
