package io.github.lo2.cli;

import io.github.lo2.failure.SuiteException;
import java.io.PrintStream;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code lo2}, of which all others are a part. */
@Command(
        name = "lo2",
        description = "Records data sets of systems of services, and looks after the runs.",
        mixinStandardHelpOptions = true,
        versionProvider = SuiteVersion.class,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done, and nothing speaks against what was looked at",
            "1:done, and something does: a label, a file, a run",
            "2:not done: the last line says why, and what to do",
            "75:the deadline was near before all was recorded; call it again for the rest",
            "143:ended by SIGTERM; what is sealed stays"
        })
public final class Lo2 implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create(); // picocli puts in the command's own

    private Lo2() {}

    /** Run a command; the program ends with its exit status. */
    public static void main(String[] arguments) {
        System.exit(commandLine(System.out).execute(arguments));
    }

    /**
     * Make the command line.
     *
     * @param terminal where commands say what came of them
     */
    static CommandLine commandLine(PrintStream terminal) {
        var commandLine = new CommandLine(new Lo2())
                .addSubcommand(new RecordCommand(terminal))
                .addSubcommand(new PlanCommand(terminal))
                .addSubcommand(new PrepareCommand(terminal))
                .addSubcommand(new ValidateCommand(terminal))
                .addSubcommand(new ReportCommand(terminal))
                .addSubcommand(new ExportCommand(terminal))
                .addSubcommand(new CollectCommand(terminal))
                .addSubcommand(new MetricsCommand(terminal))
                .addSubcommand(new StackCommand(terminal))
                .addSubcommand(new GenerateCompletion());
        RunOptions.addTo(commandLine);
        return commandLine.setExecutionExceptionHandler((exception, command, parsed) -> {
            if (exception instanceof SuiteException) {
                terminal.println(exception.getMessage());
                return ExitStatus.REFUSED;
            }
            throw exception;
        });
    }

    /** Say what the commands are, when none is given. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "no command is given; expected one of those below");
    }
}
