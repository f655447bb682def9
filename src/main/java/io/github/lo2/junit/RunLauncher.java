package io.github.lo2.junit;

import io.github.lo2.failure.SuiteException;
import io.github.lo2.recording.DeadlineException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.reporting.legacy.xml.LegacyXmlReportGeneratingListener;

/** Records a run by the test class of its system, in this JVM: without Maven, by the same tests and with the same reports. */
public final class RunLauncher {
    private static final String CLASSES = ".*DatasetIT";

    private RunLauncher() {}

    /** How a recording ended. */
    public enum Outcome {
        /** All tests passed. */
        PASSED,
        /** A test failed, and the run is complete: what it says was printed. */
        FAILED,
        /** A test failed, and not all scenarios were recorded: what it says was printed; the run can be resumed. */
        INCOMPLETE,
        /** Not all scenarios were recorded, since the deadline was near; the run can be resumed. */
        UNFINISHED,
        /** Nothing was recorded: why was printed. */
        REFUSED
    }

    /**
     * Record a run.
     *
     * @param parameters the run's, by name
     * @param roots jars and folders with the test classes of systems; those of other systems are skipped
     * @param reports the folder for reports: Surefire's XML and Open Test Reporting
     * @param terminal is told which tests failed, and why
     */
    public static Outcome record(Map<String, String> parameters, Set<Path> roots, Path reports, PrintStream terminal) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClasspathRoots(roots))
                .filters(ClassNameFilter.includeClassNamePatterns(CLASSES))
                .configurationParameters(parameters)
                .configurationParameter(SuiteStore.ASKED, "true")
                .configurationParameter("junit.platform.reporting.open.xml.enabled", "true")
                .configurationParameter("junit.platform.reporting.output.dir", reports.toString())
                .build();
        var told = new Told(terminal);
        makeFolder(reports);
        try (LauncherSession session = LauncherFactory.openSession()) {
            var surefires = new LegacyXmlReportGeneratingListener(
                    reports, new PrintWriter(terminal, true, StandardCharsets.UTF_8));
            session.getLauncher().execute(request, surefires, told);
        }
        return told.outcome();
    }

    private static void makeFolder(Path reports) {
        try {
            Files.createDirectories(reports);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "%s cannot be made; choose another place with lo2.work".formatted(reports), e);
        }
    }

    /** Tells what failed, and keeps how many did. */
    private static final class Told implements TestExecutionListener {
        private final PrintStream terminal;
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
        private final AtomicInteger outOfTime = new AtomicInteger();
        private final AtomicBoolean complete = new AtomicBoolean();

        Told(PrintStream terminal) {
            this.terminal = terminal;
        }

        @Override
        public void executionStarted(TestIdentifier test) {
            if (test.isTest()) {
                begun.incrementAndGet();
            }
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (result.getThrowable()
                    .map(Throwable::getCause)
                    .filter(DeadlineException.class::isInstance)
                    .isPresent()) {
                outOfTime.incrementAndGet();
            }
            if (result.getStatus() != Status.FAILED) {
                return;
            }
            Throwable why = result.getThrowable().orElseGet(() -> new IllegalStateException("nothing says why"));
            if (test.isContainer() && why instanceof SuiteException) {
                refused.incrementAndGet();
                terminal.println(why.getMessage());
            } else {
                failed.incrementAndGet();
                terminal.printf(
                        "FAILED %s: %s%n",
                        test.getDisplayName(), why instanceof SuiteException ? why.getMessage() : why);
            }
        }

        @Override
        public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
            if ("true".equals(entry.getKeyValuePairs().get(DatasetRunExtension.COMPLETE))) {
                complete.set(true);
            }
        }

        Outcome outcome() {
            if (refused.get() > 0) {
                return Outcome.REFUSED;
            }
            if (begun.get() == 0 && failed.get() == 0) {
                terminal.printf(
                        "no test class records this system; expected one that ends with DatasetIT and has @DatasetRun"
                                + " in a jar of the folder systems%n");
                return Outcome.REFUSED;
            }
            if (outOfTime.get() > 0) {
                return Outcome.UNFINISHED;
            }
            if (failed.get() > 0) {
                return complete.get() ? Outcome.FAILED : Outcome.INCOMPLETE;
            }
            return Outcome.PASSED;
        }
    }
}
