package io.github.vflow.cli.report;

import io.github.vflow.cli.console.Result;
import io.github.vflow.cli.console.Text;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code vflow reconstruct}.
 *
 * @param data as the user names it
 * @param images how many were sent through the model
 * @param pixels of all images
 * @param largestDifference between a pixel and its reconstruction, in levels
 * @param limit the difference from which on the model fails
 * @param notFinite reconstructed pixels that are not finite
 * @param plot the picture of the reconstructions; null if none was written
 */
public record ReconstructionResult(
        Path model,
        String data,
        int images,
        long pixels,
        double largestDifference,
        double limit,
        long notFinite,
        boolean passed,
        @Nullable Path plot)
        implements Result {
    @Override
    public String text() {
        String text = Text.format("%,d images of %s through %s and back%n", images, data, model.getFileName())
                + Text.format(
                        "  largest |difference|   %.2e of a level (limit %.0e): %s%n",
                        largestDifference, limit, passed ? "ok" : "OVER")
                + Text.format("  no number              %,d of %,d pixels", notFinite, pixels);
        return plot == null ? text : text + "\nwrote " + plot;
    }
}
