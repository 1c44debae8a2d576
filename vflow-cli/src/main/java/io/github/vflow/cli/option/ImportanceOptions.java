package io.github.vflow.cli.option;

import io.github.vflow.cli.usage.Range;
import io.github.vflow.flow.evaluation.Scoring;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the importance-weighted estimate of ln p(x). */
public final class ImportanceOptions {
    @Option(
            names = "--samples",
            paramLabel = "S",
            description = "Importance samples of a row; a plain flow needs none. Default: as the model file says, 100.")
    @Range(least = 1, most = 1_000_000)
    private @Nullable Integer samples;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the samples. Default: as the model file says, 1.")
    private @Nullable Long seed;

    /**
     * How rows are scored.
     *
     * @param usual as the model file says
     */
    public Scoring scoring(Scoring usual) {
        return new Scoring(samples != null ? samples : usual.samples(), seed != null ? seed : usual.seed());
    }
}
