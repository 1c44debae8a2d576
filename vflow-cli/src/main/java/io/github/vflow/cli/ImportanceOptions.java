package io.github.vflow.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How ln p(x) is estimated. */
final class ImportanceOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--samples",
            defaultValue = "100",
            paramLabel = "S",
            description = "Importance samples of a row; a plain flow needs none. Default: ${DEFAULT-VALUE}.")
    private int samples;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Seed of the samples. Default: ${DEFAULT-VALUE}.")
    private long seed;

    int samples() {
        if (samples < 1) {
            throw new ParameterException(command.commandLine(), "--samples must be at least 1 but is " + samples);
        }
        return samples;
    }

    long seed() {
        return seed;
    }
}
