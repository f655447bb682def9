package io.github.lo2.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.RunTables;
import io.github.lo2.dataset.ScenarioFacts;
import io.github.lo2.fault.FaultFacts;
import io.github.lo2.fault.ToolWord;
import io.github.lo2.table.TableViews;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;

/** Looks at the report of the run that {@code FaultsIT} has recorded, with Chromium. */
@DisplayName("The report of a run with faults, in a browser,")
class FaultsReportIT extends ReportInBrowser {
    /** How many pixels of a colour are more than a letter or a line. */
    private static final int AREA = 500;

    private Path recorded = Path.of("");
    private List<ScenarioFacts> hurt = List.of();

    @Override
    Path run() throws IOException {
        Path runs = Path.of("target", "faults", System.getProperty("lo2.stack", "embedded"));
        Optional<Path> found = ReportPage.newest(runs);
        if (!ReportPage.isRequired()) {
            assumeThat(found)
                    .as("a run in %s, which the execution record-faults leaves there", runs)
                    .isPresent();
        }
        recorded = found.orElseThrow(() -> new AssertionError("no complete run in " + runs));
        hurt = Manifest.of(recorded).scenarios().stream()
                .filter(scenario -> scenario.fault() != null)
                .toList();
        assertThat(hurt).isNotEmpty();
        return recorded;
    }

    @Test
    @DisplayName("shades each fault's phase, and marks when the fault was there, in each chart and in that of the run")
    void shadesFaults() {
        for (ScenarioFacts scenario : hurt) {
            page().pick(scenario.tag());

            assertThat(unshaded("phase"))
                    .as("charts of %s without its phase", scenario.tag())
                    .isEmpty();
            assertThat(unshaded("fault"))
                    .as("charts of %s without its fault", scenario.tag())
                    .isEmpty();
        }
    }

    @Test
    @DisplayName(
            "says what each fault was, when it came and went, and how many requests it hit, as the manifest and SQL do")
    void tellsOfFaults() {
        try (TableViews tables = RunTables.of(recorded)) {
            for (ScenarioFacts scenario : hurt) {
                page().pick(scenario.tag());

                FaultFacts fault = Objects.requireNonNull(scenario.fault());
                assertThat(page().find("#picked").getText())
                        .contains("%s at %s".formatted(fault.kind(), fault.target()))
                        .contains("injected at " + seconds(scenario, fault.injected()))
                        .contains("recovered at " + seconds(scenario, fault.recovered()));
                for (String what : List.of("hit", "exposed")) {
                    long requests = requests(tables, scenario, what).size();
                    if (requests > 0) {
                        assertThat(page().find("#picked").getText()).contains(Wording.number(requests));
                    }
                }
            }
        }
        assertThat(browser().complaints()).isEmpty();
    }

    @Test
    @DisplayName("leads from the first requests that a fault hit, or that were exposed to it, to their spans and log"
            + " records")
    void leadsToTheTelemetry() {
        int followed = 0;
        try (TableViews tables = RunTables.of(recorded)) {
            for (ScenarioFacts scenario : hurt) {
                page().pick(scenario.tag());
                followed += follow(tables, requests(tables, scenario, "hit"), "First requests that the fault hit");
                followed +=
                        follow(tables, requests(tables, scenario, "exposed"), "First requests exposed to the fault");
            }
        }
        assertThat(followed).isPositive();
        assertThat(browser().complaints()).isEmpty();
    }

    private int follow(TableViews tables, List<String> requests, String heading) {
        List<String> first = requests.stream().limit(4).toList();
        List<WebElement> shown = page().requests(heading);
        assertThat(shown)
                .as(heading)
                .extracting(button -> button.getDomAttribute("data-request"))
                .isEqualTo(first);
        for (int i = 0; i < shown.size(); i++) {
            shown.get(i).click();
            page().requireTrail(tables, first.get(i));
        }
        return shown.size();
    }

    private static List<String> requests(TableViews tables, ScenarioFacts scenario, String what) {
        return tables.ask(
                "SELECT request_id FROM requests WHERE scenario = ? AND %s ORDER BY time, request_id".formatted(what),
                row -> row.getString(1),
                scenario.tag());
    }

    /** Name the charts that have no area of a colour of the page, given by its name. */
    private List<String> unshaded(String colour) {
        return browser().ask("""
            const dot = document.createElement('canvas').getContext('2d');
            dot.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--' + arguments[0]).trim();
            dot.fillRect(0, 0, 1, 1);
            const wanted = dot.getImageData(0, 0, 1, 1).data;
            return [...document.querySelectorAll('#timeline figure, #charts figure')].filter(figure => {
              const canvas = figure.querySelector('canvas');
              if (!canvas) return false; // nothing of it was recorded
              const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
              let found = 0;
              for (let i = 0; i < pixels.length; i += 4) {
                if ([0, 1, 2].every(part => Math.abs(pixels[i + part] - wanted[part]) < 3)) found++;
              }
              return found < arguments[1];
            }).map(figure => figure.dataset.chart)\
            """, colour, AREA);
    }

    private static String seconds(ScenarioFacts scenario, @Nullable ToolWord word) {
        long time = Objects.requireNonNull(word).time();
        return String.format(Locale.ROOT, "%.2f s", (time - scenario.startTime()) / 1e9);
    }
}
