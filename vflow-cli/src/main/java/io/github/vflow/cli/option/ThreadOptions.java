package io.github.vflow.cli.option;

import io.github.vflow.cli.usage.Range;
import picocli.CommandLine.Option;

/** The option for the number of threads. */
public final class ThreadOptions {
    /** More threads for each processor only wait. */
    private static final int PER_PROCESSOR = 4;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Threads, at most four for each processor; results do not depend on it. Default: one for each processor.")
    @Range(least = 1)
    private int threads = Runtime.getRuntime().availableProcessors();

    /** The number of threads that work at once. */
    public int threads() {
        return Math.min(threads, PER_PROCESSOR * Runtime.getRuntime().availableProcessors());
    }
}
