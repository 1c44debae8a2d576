package io.github.vflow.cli.command;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Facts;
import io.github.vflow.cli.console.OutputFiles;
import io.github.vflow.cli.console.ProgressMeter;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.model.GivenValues;
import io.github.vflow.cli.model.ModelInput;
import io.github.vflow.cli.model.SampleGrid;
import io.github.vflow.cli.model.SampledTable;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.cli.usage.Range;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.drift.Baseline;
import io.github.vflow.table.schema.Relations;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code sample}. */
@Command(
        name = "sample",
        description =
                "Draw new rows from a model, as CSV with the columns that it was trained on, or new images as a PNG. Whole"
                        + " numbers are whole, categories have their names, constant and derived columns their value. A column that"
                        + " is negative in no training row is negative in no sample.",
        footer = {
            "",
            "Examples:",
            "  vflow sample sensors.safetensors -n 500 > new.csv",
            "  vflow sample sensors.safetensors --given grade=b,load=3 -n 20",
            "  vflow sample digits.safetensors -n 64 --temperature 0.9 --plot digits.png"
        },
        exitCodeList = {"0:all rows are written", "1:the model cannot be read, or nothing can be written", "2:usage"})
public final class Sample implements Callable<Integer> {
    private static final int BYTES_OF_A_NUMBER = 12;

    @Mixin
    private Console console;

    @Mixin
    private EngineOptions engines;

    @Parameters(paramLabel = "MODEL", description = "A model file, or a checkpoint.")
    private Path modelFile;

    @Option(
            names = {"-n", "--rows"},
            defaultValue = "1000",
            paramLabel = "N",
            description = "Rows. Default: ${DEFAULT-VALUE}.")
    @Range(least = 1, most = 100_000_000)
    private int n;

    @Option(
            names = "--temperature",
            defaultValue = "1",
            paramLabel = "T",
            description = "Factor of the base noise: below 1, rows are more typical. Default: ${DEFAULT-VALUE}.")
    private double temperature;

    @Option(
            names = "--label",
            paramLabel = "K",
            description = "Draw images of this class, if the model is class-conditional. Default: all classes in turn.")
    private @Nullable Integer label;

    @Option(
            names = "--given",
            split = ",",
            paramLabel = "NAME=VALUE",
            description =
                    "Draw rows with these values in these columns: for a model trained with --given all that it was"
                            + " trained with, for others any columns.")
    private List<String> given = List.of();

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Seed. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--out", paramLabel = "FILE.csv", description = "Write to this file. Default: standard output.")
    private @Nullable Path out;

    @Option(
            names = "--gaps",
            description = "Leave cells of a table empty, as often and beside the same cells as in the training rows.")
    private boolean gaps;

    @Option(
            names = "--plot",
            paramLabel = "FILE.png",
            description = "Draw images to this file. Default: MODEL-samples.png.")
    private @Nullable Path plot;

    @Override
    public Integer call() throws IOException {
        console.require(temperature > 0, "--temperature must be positive but is %s", temperature);
        console.require(
                temperature <= Float.MAX_VALUE,
                "--temperature must be at most 3.4e38, the most that float32 has, but is %s: no number would be finite",
                temperature);
        outputs().check();
        ModelFile file = ModelInput.load(console, modelFile);
        if (file.model().images().isPresent()) {
            return drawImages(file.model());
        }
        console.require(plot == null, "--plot is for images; the page of vflow report draws columns of a table");
        console.require(!console.isJson() || out != null, "--json needs --out: standard output cannot hold both");
        TableModel model = TableModel.of(file, modelFile.toString());
        Rows rows = ModelInput.apply(modelFile, () -> draw(file, model));
        SampledTable table = new SampledTable(model, rows, gaps ? gapsOf(model) : UnaryOperator.identity());
        console.write(out, table::write);
        report();
        return 0;
    }

    /** The cells that the user gives have no gaps, nor have the sources of given cells. */
    private UnaryOperator<double[]> gapsOf(TableModel model) {
        Baseline training = model.baseline()
                .orElseThrow(() -> new IllegalArgumentException(
                        modelFile + ": the model does not know the gaps of its training rows; leave out --gaps"));
        Set<String> known =
                given.stream().map(word -> word.substring(0, word.indexOf('='))).collect(Collectors.toSet());
        Set<String> full = Relations.of(model.schema()).withSources(known);
        SplittableRandom random = new SplittableRandom(seed);
        return row -> training.withGaps(row, full, random);
    }

    private OutputFiles outputs() {
        return new OutputFiles().reads("MODEL", modelFile).writes("--out", out).writes("--plot", plot);
    }

    private Rows draw(ModelFile file, TableModel of) {
        Model model = file.model();
        int d = model.width();
        console.requireMemory(Text.format("--rows %,d of %,d numbers each", n, d), (double) BYTES_OF_A_NUMBER * n * d);
        requireNoLabel(model);
        Map<String, Object> values = GivenValues.parse(console, modelFile, of.schema(), given);
        if (model.given() > 0) {
            double[] x = GivenValues.ofAll(modelFile, of, values);
            return GivenValues.beside(draw(of.sampler(engines.parallel()).given(x)), x);
        }
        return values.isEmpty() ? draw(of.sampler(engines.parallel())) : drawGiven(of, values);
    }

    /** Rows of a joint density, given some of its columns. */
    private Rows drawGiven(TableModel of, Map<String, Object> values) {
        console.require(temperature == 1, "--given and --temperature do not go together; leave one out");
        if (!of.takesMissingCells()) {
            throw new IllegalArgumentException(
                    modelFile
                            + ": the model cannot be asked for rows given some columns; train it again, on two columns or more");
        }
        of.calibration()
                .ifPresent(rows -> GivenValues.outside(of, rows, values).forEach(said -> console.note("%s", said)));
        return Rows.of(of.sample(n, values, seed));
    }

    private void requireNoLabel(Model model) {
        if (label != null && model.classes() == 0) {
            throw new IllegalArgumentException(modelFile
                    + ": the model is not class-conditional; leave out --label, or train with --class-conditional");
        }
    }

    private Rows draw(Sampler of) {
        try (ProgressMeter meter = new ProgressMeter(console, "Samples", "drawn", n);
                Sampler sampler = of) {
            return sampler.onProgress(done -> meter.at(done, "")).draw(n, temperature, seed);
        }
    }

    private int drawImages(Model model) throws IOException {
        console.require(given.isEmpty(), "--given is for rows; --label chooses the class of images");
        console.require(!gaps, "--gaps is for rows of a table");
        console.require(out == null, "--out is for rows; images are drawn to --plot FILE.png");
        ImageSpec spec = model.images().orElseThrow();
        SampleGrid.check("--rows", spec, n);
        int classes = spec.classes();
        if (label != null && classes > 0) {
            console.require(
                    label >= 0 && label < classes,
                    "--label: the model knows classes 0 to %d but not %d",
                    classes - 1,
                    label);
        }
        Path picture = plot != null ? plot : Path.of(OutputFiles.stem(modelFile.toString()) + "-samples.png");
        outputs().writes("the samples of MODEL", plot != null ? null : picture).check();
        console.requireMemory(
                Text.format("--rows %,d of %,d numbers each", n, model.features()),
                (double) BYTES_OF_A_NUMBER * n * model.features());
        requireNoLabel(model);
        Rows rows = ModelInput.apply(modelFile, () -> {
            Sampler sampler = new Sampler(model, engines.parallel());
            return draw(label == null ? sampler : sampler.labels(_ -> label));
        });
        SampleGrid.write(rows, model, picture);
        console.report(new Facts()
                .put("model", modelFile)
                .put("images", n)
                .put("label", label)
                .put("temperature", temperature)
                .put("seed", seed)
                .put("plot", picture)
                .line("wrote %s: %,d images", picture, n));
        return 0;
    }

    /** Reports on standard error if the table is on standard output. */
    private void report() {
        if (out != null) {
            console.report(
                    out,
                    new Facts()
                            .put("model", modelFile)
                            .put("rows", n)
                            .put("temperature", temperature)
                            .put("seed", seed)
                            .put("out", out)
                            .wrote(out));
        }
    }
}
