package io.github.vflow.cli.option;

import static io.github.vflow.cli.usage.UsageException.require;

import io.github.vflow.cli.usage.Range;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the steps of a training. */
public final class PlanOptions {
    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Iterations. Default: 20000; of a table with more than 100 columns 20000·(100/columns)^3.")
    @Range(least = 1)
    private @Nullable Long steps;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description =
                    "Learning rate of Adam at the start, which falls linearly. Default: 3e-3; of an experiment 1e-3.")
    private @Nullable Double givenRate;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Seed of parameters, batches, noise and the validation split. Default: ${DEFAULT-VALUE}.")
    private long seed;

    /** The seed. */
    public long seed() {
        return seed;
    }

    /** The steps that the user gave; empty for the usual ones. */
    public OptionalLong steps() {
        return steps == null ? OptionalLong.empty() : OptionalLong.of(steps);
    }

    /** The learning rate that the user gave; empty for the usual one. */
    public OptionalDouble rate() {
        if (givenRate == null) {
            return OptionalDouble.empty();
        }
        require(givenRate > 0, "--lr must be positive but is " + givenRate);
        require(
                givenRate <= Float.MAX_VALUE,
                "--lr must be at most 3.4e38, the most that float32 has, but is " + givenRate);
        return OptionalDouble.of(givenRate);
    }
}
