package io.github.vflow.cli.command.check;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Facts;
import io.github.vflow.cli.console.OutputFiles;
import io.github.vflow.cli.model.ModelInput;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.cli.option.ImageDataOptions;
import io.github.vflow.cli.usage.Range;
import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.audit.model.RoundTrip;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.image.Images;
import io.github.vflow.image.plot.ImageGrid;
import io.github.vflow.image.row.PixelRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code reconstruct}. */
@Command(
        name = "reconstruct",
        description = {
            "Send images through a model and back, and print the largest difference of a pixel.",
            "",
            "A flow is a bijection, so only rounding errors remain. Exit code 1 if a pixel differs by a thousandth of a level"
                    + " or more, or is not finite."
        },
        footer = {"", "Example:  vflow reconstruct digits.safetensors digits-test --plot there-and-back.png"},
        exitCodeList = {
            "0:the pictures are written",
            "1:the model or the images cannot be read, or nothing can be written",
            "2:usage"
        })
public final class Reconstruct implements Callable<Integer> {
    private static final double LIMIT = 1e-3;

    @Mixin
    private Console console;

    @Mixin
    private EngineOptions engines;

    @Mixin
    private ImageDataOptions pictures;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file, or a checkpoint.")
    private Path modelFile;

    @Parameters(index = "1", paramLabel = "DATA", description = "Images, as for train.")
    private String data;

    @Option(
            names = {"-n", "--rows"},
            defaultValue = "64",
            paramLabel = "N",
            description = "Use the first N images of DATA. Default: ${DEFAULT-VALUE}.")
    @Range(least = 1)
    private int n;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Seed. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--plot", paramLabel = "FILE.png", description = "Draw the reconstructed images.")
    private @Nullable Path plot;

    @Override
    public Integer call() throws IOException {
        new OutputFiles()
                .reads("MODEL", modelFile)
                .reads("DATA", Path.of(data))
                .writes("--plot", plot)
                .check();
        ModelFile file = ModelInput.load(console, modelFile);
        if (!(file.model() instanceof FlowModel model) || model.images().isEmpty()) {
            throw new IllegalArgumentException(
                    modelFile + ": a model of rows; reconstruct is for images, audit checks the inverse of others");
        }
        Images all = pictures.read(data, model, modelFile);
        Images images = all.slice(0, Math.min(n, all.size()));
        RoundTrip trip = ModelInput.apply(
                modelFile,
                () -> RoundTrip.of(
                        model, engines.parallel(), PixelRows.of(model).rows(images), seed));
        boolean passed = trip.notFinite() == 0 && trip.worst() < LIMIT;
        if (plot != null) {
            ImageGrid.of(PixelRows.of(model).nearest(trip.rows())).write(plot);
        }
        long pixels = (long) images.size() * model.features();
        Facts facts = new Facts()
                .put("model", modelFile)
                .put("data", data)
                .put("images", images.size())
                .put("pixels", pixels)
                .put("largest_difference", trip.worst())
                .put("limit", LIMIT)
                .put("not_finite", trip.notFinite())
                .put("passed", passed)
                .put("plot", plot)
                .line("%,d images of %s through %s and back", images.size(), data, modelFile.getFileName())
                .line(
                        "  largest |difference|   %.2e of a level (limit %.0e): %s",
                        trip.worst(), LIMIT, passed ? "ok" : "OVER")
                .line("  no number              %,d of %,d pixels", trip.notFinite(), pixels);
        console.report(plot == null ? facts : facts.line("wrote %s", plot));
        return passed ? 0 : 1;
    }
}
