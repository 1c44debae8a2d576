package io.github.vflow.lab.tensorflow;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.EnumWords;
import io.github.vflow.cli.console.Facts;
import io.github.vflow.cli.console.OutputFiles;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.format.Printable;
import io.github.vflow.cli.option.Presets;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.ImageSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code import}. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Turn a TensorFlow checkpoint of the authors' CIFAR-10 program into a model file.",
            "",
            "Every variable must have the name and the shape that the architecture demands. The model file is written whole or not"
                    + " at all. TensorFlow is not needed."
        },
        footer = {"", "Examples:", "  vflow import model-500000 --preset vflow-cifar10 --out cifar10.safetensors"})
public final class Import implements Callable<Integer> {
    private static final int SHOWN = 5;

    @Mixin
    private Console console;

    @Parameters(
            paramLabel = "CHECKPOINT",
            description = "The common prefix of the files .index and .data-00000-of-00001, or one of the two.")
    private Path checkpoint;

    @Option(
            names = "--preset",
            required = true,
            paramLabel = "NAME",
            completionCandidates = Presets.class,
            description = "The architecture: vflow-cifar10.")
    private String preset;

    @Option(
            names = "--weights",
            defaultValue = "ema",
            paramLabel = "KIND",
            description = "The values to take: ${COMPLETION-CANDIDATES}. The authors evaluate ema, the moving averages."
                    + " Default: ${DEFAULT-VALUE}.")
    private PublishedWeights weights;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The model file to write.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        new OutputFiles().writes("--out", out).check();
        ImageSpec spec = Presets.named(console, preset);
        PublishedModel read = PublishedModel.read(checkpoint, spec, weights);
        OutputFiles files = new OutputFiles().writes("--out", out);
        read.files().forEach(file -> files.reads("CHECKPOINT", file));
        files.check();
        Map<String, String> notes =
                Map.of("checkpoint", String.valueOf(checkpoint.getFileName()), "weights", EnumWords.of(weights));
        new ModelFile(read.model(), List.of(), notes).save(out);
        int parameters = read.model().parameters().size();
        console.report(new Facts()
                .put("checkpoint", checkpoint)
                .put("weights", EnumWords.of(weights))
                .put("variables", read.variables())
                .put("parameters", parameters)
                .put("training", read.training())
                .put("left_over", read.leftOver())
                .put("model", out)
                .line(
                        "%,d parameters in %,d variables (%s) of %s",
                        parameters, read.variables(), EnumWords.of(weights), checkpoint)
                .line("left out: %s of training%s", Text.count(read.training(), "variable"), names(read.leftOver()))
                .line("wrote %s", out));
        return 0;
    }

    private static String names(List<String> leftOver) {
        if (leftOver.isEmpty()) {
            return "";
        }
        List<String> first = leftOver.stream().limit(SHOWN).map(Printable::line).toList();
        int more = leftOver.size() - first.size();
        return ", and outside the model " + String.join(", ", first)
                + (more == 0 ? "" : Text.format(" and %,d more", more));
    }
}
