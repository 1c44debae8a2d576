package io.github.vflow.cli.report.table;

import io.github.vflow.cli.console.Result;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code vflow sample} with a model of rows.
 *
 * @param rows how many were drawn
 * @param temperature the factor of the noise
 * @param out the table; null for standard output
 * @param plot the picture; null if none was written
 */
public record SampledRows(
        Path model,
        int rows,
        double temperature,
        long seed,
        @Nullable Path out,
        @Nullable Path plot) implements Result {
    @Override
    public String text() {
        return Stream.of(out, plot)
                .filter(written -> written != null)
                .map(written -> "wrote " + written)
                .collect(Collectors.joining("\n"));
    }
}
