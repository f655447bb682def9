package io.github.lo2.campaign;

import io.github.lo2.dataset.DatasetException;
import io.github.lo2.dataset.Manifest;
import io.github.lo2.dataset.RunFolder;
import io.github.lo2.validate.RunValidation;
import io.github.lo2.validate.RunVerdicts;
import io.github.lo2.verdict.Verdict;
import io.github.lo2.verdict.VerdictText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** How far a task of a campaign has come. */
public sealed interface TaskState {

    /** It has not been begun. */
    record Open() implements TaskState {}

    /**
     * Its run is complete, and its files are what they were.
     *
     * @param run the run's folder
     * @param passed whether nothing speaks against it
     */
    record Complete(Path run, boolean passed) implements TaskState {}

    /** Its run broke off, and can be resumed. */
    record BrokenOff(Path run) implements TaskState {}

    /** Its run is not what its own files say of it; {@code why} says what is wrong. */
    record Damaged(Path run, String why) implements TaskState {}

    /**
     * Look at the runs of a task; reads all their files.
     *
     * @param results the folder of the campaign's runs
     */
    static TaskState of(Path results, int task) {
        List<TaskState> states =
                RunFolder.ofTask(results, task).stream().map(TaskState::ofRun).toList();
        return states.stream()
                .filter(Complete.class::isInstance)
                .findFirst()
                .or(() -> states.stream().filter(BrokenOff.class::isInstance).findFirst())
                .or(() -> states.stream().findFirst())
                .orElseGet(Open::new);
    }

    private static TaskState ofRun(Path run) {
        try {
            if (!Files.exists(run.resolve(Manifest.FILE_NAME))) {
                var unused = RunFolder.planOf(run);
                return new BrokenOff(run);
            }
            RunVerdicts verdicts = RunValidation.of(run);
            List<Verdict> wrong = verdicts.damage();
            return wrong.isEmpty()
                    ? new Complete(run, verdicts.passed())
                    : new Damaged(run, wrong.stream().map(VerdictText::sentence).collect(Collectors.joining("; ")));
        } catch (DatasetException e) {
            return new Damaged(run, String.valueOf(e.getMessage()));
        }
    }
}
