package io.github.lo2.dataset;

import io.github.lo2.capture.LogFormats;
import io.github.lo2.plan.Parameters;
import io.github.lo2.plan.Plan;
import io.github.lo2.time.EpochClock;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Begins runs and takes them up again as the suite does, without a terminal. */
public final class RunFolders {
    private static final LogFormats LOG_FORMATS =
            LogFormats.read(Path.of("compose", "light-oauth2", "log_formats.json"));

    private RunFolders() {}

    public static RunFolder create(Plan plan, Map<String, String> given, EpochClock clock) {
        return RunFolder.create(
                PlanFile.of(plan, Systems.PROJECTS, Parameters.ofRun(given)),
                Parameters.from(given),
                LOG_FORMATS,
                clock,
                nowhere());
    }

    public static RunFolder reopen(Path run, EpochClock clock) {
        PlanFile planned = RunFolder.planOf(run);
        return RunFolder.reopen(
                run, planned, Parameters.recorded(planned.parameters(), Map.of(), run), LOG_FORMATS, clock, nowhere());
    }

    private static PrintStream nowhere() {
        return new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    }
}
