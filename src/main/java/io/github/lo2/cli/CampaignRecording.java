package io.github.lo2.cli;

import io.github.lo2.campaign.Campaign;
import io.github.lo2.campaign.Task;
import io.github.lo2.campaign.TaskState;
import io.github.lo2.dataset.RunFolder;
import io.github.lo2.dataset.WholeFile;
import io.github.lo2.plan.Parameters;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds what there is to record of a task of a campaign: all of it, the rest of it, or nothing. */
final class CampaignRecording {
    private final Path file;
    private final Campaign campaign;
    private final Task task;
    private final PrintStream terminal;

    CampaignRecording(Path file, int task, PrintStream terminal) {
        this.file = file;
        this.campaign = Campaign.read(file);
        this.task = campaign.task(task);
        this.terminal = terminal;
    }

    /**
     * What is left of a task.
     *
     * @param parameters those of the recording that is left; empty when nothing is
     * @param passed whether nothing speaks against what there is
     */
    record Rest(Optional<Map<String, String>> parameters, boolean passed) {}

    /**
     * Look at what there is of the task. What is damaged is put out of the way.
     *
     * @param given what was given besides: where runs are written, the deadline, the stack of this machine
     */
    Rest rest(Map<String, String> given) throws IOException {
        task.parameters().keySet().stream()
                .filter(given::containsKey)
                .findFirst()
                .ifPresent(name -> {
                    throw new CommandException("--%s is given, and the campaign says %s; leave it out"
                            .formatted(
                                    name.substring(Parameters.PREFIX.length()),
                                    task.parameters().get(name)));
                });
        Path results = Parameters.RESULTS.read(given).resolve(campaign.name());
        keepFile(results);
        var parameters = new TreeMap<>(given);
        parameters.put(Parameters.RESULTS.name(), results.toString());
        TaskState state = TaskState.of(results, task.number());
        if (state instanceof TaskState.Complete complete) {
            terminal.printf(
                    "Task %s is complete: %s%s%n",
                    task.number(), complete.run(), complete.passed() ? "" : "; something speaks against it");
            return new Rest(Optional.empty(), complete.passed());
        }
        if (state instanceof TaskState.BrokenOff broken) {
            terminal.printf("Task %s broke off; going on with %s%n", task.number(), broken.run());
            parameters.put(Parameters.SYSTEM.name(), campaign.system());
            parameters.put(Parameters.RESUME.name(), broken.run().toString());
            return new Rest(Optional.of(parameters), true);
        }
        if (state instanceof TaskState.Damaged damaged) {
            terminal.printf(
                    "Task %s is recorded again: %s; it is kept in %s%n",
                    task.number(), damaged.why(), RunFolder.setAside(damaged.run()));
        }
        parameters.putAll(task.parameters());
        return new Rest(Optional.of(parameters), true);
    }

    /** Keep the campaign beside its runs; one folder holds the runs of one design. */
    private void keepFile(Path results) throws IOException {
        Path kept = results.resolve(Campaign.FILE_NAME);
        if (!Files.exists(kept)) {
            Files.createDirectories(results);
            byte[] design = Files.readAllBytes(file);
            // Other tasks may begin at this moment, on other machines too.
            WholeFile.writeAmongOthers(kept, output -> output.write(design));
        }
        if (!Campaign.read(kept).equals(campaign)) {
            throw new CommandException(
                    "%s is another campaign than %s; expected the same under one name; give it another name"
                            .formatted(kept, file));
        }
    }
}
