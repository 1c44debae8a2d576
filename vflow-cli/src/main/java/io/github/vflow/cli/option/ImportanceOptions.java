package io.github.vflow.cli.option;

import io.github.vflow.cli.console.OptionRange;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options for the importance-weighted estimate of ln p(x). */
public final class ImportanceOptions {
    private static final OptionRange SAMPLES = new OptionRange("--samples", 1, 1_000_000);

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

    public int samples() {
        SAMPLES.check(command, samples);
        return samples;
    }

    public long seed() {
        return seed;
    }
}
