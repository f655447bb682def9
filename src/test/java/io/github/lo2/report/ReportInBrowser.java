package io.github.lo2.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Tests of the report of one run: a browser for all of them, and the page opened anew for each. */
@Tag("readers")
@TestInstance(Lifecycle.PER_CLASS)
abstract class ReportInBrowser {
    private @Nullable ReportPage started;

    /** Find the run whose report is looked at, or skip the tests where it need not be there. */
    abstract Path run() throws IOException;

    @BeforeAll
    void startTheBrowser() throws IOException {
        ReportPage.requireBrowser();
        started = ReportPage.of(run().toAbsolutePath());
    }

    @AfterAll
    void endTheBrowser() throws IOException {
        if (started != null) {
            started.close();
        }
    }

    @BeforeEach
    void openThePage() {
        browser().resize(1400, 1000);
        browser().complaints();
        page().open();
    }

    Browser browser() {
        return page().browser();
    }

    ReportPage page() {
        return Objects.requireNonNull(started);
    }
}
