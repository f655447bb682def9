package io.github.lo2.cli;

import picocli.CommandLine.Option;

/** What a command is told that an engine calls: SLURM, Kubernetes, Snakemake. */
final class EngineOptions {
    @Option(
            names = "--exit-zero",
            description = "end with status 0 when all was done, also when something speaks against what came of it: for"
                    + " engines that take every other status for a failure and would do it again")
    private boolean exitZero;

    /** Give the status of something that is done. */
    int status(boolean passed) {
        return ExitStatus.of(passed || exitZero);
    }
}
