package io.github.vflow.cli.model;

import io.github.vflow.cli.usage.Ranges;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.image.plot.ImageGrid;
import io.github.vflow.image.row.PixelRows;
import java.io.IOException;
import java.nio.file.Path;

/** Draws the samples of a model of images as one picture. */
public final class SampleGrid {
    private static final int MOST = 10_000;

    private SampleGrid() {}

    /** Checks an option for the number of images in one picture. */
    public static void check(String option, ImageSpec spec, int images) {
        Ranges.check(option, 1, Math.min(MOST, ImageGrid.most(spec.height(), spec.width())), images);
    }

    /**
     * Writes samples side by side as a PNG file.
     *
     * @param samples as the model's sampler draws them
     */
    public static void write(Rows samples, Model model, Path file) throws IOException {
        ImageGrid.of(PixelRows.of(model).images(samples)).write(file);
    }
}
