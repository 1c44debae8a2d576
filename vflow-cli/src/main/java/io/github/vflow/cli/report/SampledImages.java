package io.github.vflow.cli.report;

import io.github.vflow.cli.console.Result;
import io.github.vflow.cli.console.Text;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code vflow sample} with a model of images.
 *
 * @param images how many were drawn
 * @param label their class; null for all classes in turn
 * @param temperature the factor of the noise
 * @param plot the picture
 */
public record SampledImages(
        Path model, int images, @Nullable Integer label, double temperature, long seed, Path plot) implements Result {
    @Override
    public String text() {
        return Text.format("wrote %s: %,d images", plot, images);
    }
}
