package io.github.lo2.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lo2.json.Json;
import io.github.lo2.process.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a window, which says what it complains of and what it asks of whom. */
final class Browser implements AutoCloseable {
    private static final String PROGRAM = "chromium";
    private static final String DRIVER = "chromedriver";

    private final Path temporary;
    private final ChromeDriver driver;

    private Browser(Path program, Path chromedriver, Path temporary) {
        this.temporary = temporary;
        var wanted = new LoggingPreferences();
        wanted.enable(LogType.BROWSER, Level.ALL);
        wanted.enable(LogType.PERFORMANCE, Level.ALL);
        var options = new ChromeOptions()
                .setBinary(program.toString())
                // No sandbox: root may not use it, and the page is our own.
                .addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1400,1000");
        options.setCapability("goog:loggingPrefs", wanted);
        // Its path is said: Selenium would look for a driver on the network.
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.toFile())
                // Chromium leaves folders there.
                .withEnvironment(Map.of("TMPDIR", temporary.toString()))
                .build();
        driver = new ChromeDriver(service, options);
    }

    /** Tell whether this machine has one. */
    static boolean isThere() {
        return SearchPath.found(PROGRAM).isPresent() && SearchPath.found(DRIVER).isPresent();
    }

    static Browser start() throws IOException {
        Path temporary = Files.createTempDirectory("lo2-browser-");
        try {
            return new Browser(
                    SearchPath.found(PROGRAM).orElseThrow(),
                    SearchPath.found(DRIVER).orElseThrow(),
                    temporary);
        } catch (RuntimeException e) {
            PathUtils.deleteDirectory(temporary);
            throw e;
        }
    }

    ChromeDriver driver() {
        return driver;
    }

    /** Open a page, and wait for nothing but its load. */
    void open(Path page) {
        driver.get(page.toUri().toString());
    }

    void resize(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    /** Ask the page, in JavaScript. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // JavaScript has no types to check against
    <T> T ask(String script, Object... arguments) {
        return (T) Objects.requireNonNull(driver.executeScript(script, arguments), script);
    }

    /** List what it complained of since it was last asked. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** List the addresses that it asked for since it was last asked. */
    List<String> requests() throws IOException {
        List<LogEntry> events = driver.manage().logs().get(LogType.PERFORMANCE).getAll();
        var addresses = Stream.<String>builder();
        for (LogEntry event : events) {
            JsonNode message = Json.MAPPER.readTree(event.getMessage()).path("message");
            if (message.path("method").asText().equals("Network.requestWillBeSent")) {
                addresses.add(message.at("/params/request/url").asText());
            }
        }
        return addresses.build().toList();
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        PathUtils.deleteDirectory(temporary);
    }
}
