package io.github.vflow.cli.command;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.OptionRange;
import io.github.vflow.cli.console.OutputFiles;
import io.github.vflow.cli.console.ProgressMeter;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.format.Column;
import io.github.vflow.cli.format.Csv;
import io.github.vflow.cli.format.Table;
import io.github.vflow.cli.model.ModelInput;
import io.github.vflow.cli.model.SampleGrid;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.cli.report.SampledImages;
import io.github.vflow.cli.report.SampledRows;
import io.github.vflow.flow.ImageSpec;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.image.plot.Figure;
import io.github.vflow.image.plot.Range;
import io.github.vflow.image.plot.ScatterPlot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code sample}. */
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        description =
                "Draw new rows from a model, as CSV with the columns that it was trained on, or new images as a PNG.",
        footer = {
            "",
            "Examples:",
            "  vflow sample sensors.safetensors -n 500 > new.csv",
            "  vflow sample digits.safetensors -n 64 --temperature 0.9 --plot digits.png",
            "  vflow sample moons.safetensors -n 5000 --out moons.csv --plot moons.png"
        })
public final class Sample implements Callable<Integer> {
    /** The plot of a column shows the range between the quantiles TAIL and 1 − TAIL, and a margin. */
    private static final double TAIL = 0.002;

    private static final double MARGIN = 0.08;

    private static final OptionRange ROWS = new OptionRange("--rows", 1, 100_000_000);
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

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Seed. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--out", paramLabel = "FILE.csv", description = "Write to this file. Default: standard output.")
    private @Nullable Path out;

    @Option(
            names = "--plot",
            paramLabel = "FILE.png",
            description = "Draw the first two columns, or all images. Default: none, for images MODEL-samples.png.")
    private @Nullable Path plot;

    @Override
    public Integer call() throws IOException {
        console.require(ROWS, n);
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
        console.require(!console.isJson() || out != null, "--json needs --out: standard output cannot hold both");
        int d = file.model().features();
        if (plot != null && d < 2) {
            throw new IllegalArgumentException(
                    modelFile + ": a plot needs two columns but the model has one; leave out --plot");
        }
        Rows rows = ModelInput.apply(modelFile, () -> draw(file.model()));
        List<String> names = file.columns().isEmpty()
                ? IntStream.rangeClosed(1, d).mapToObj(i -> "x" + i).toList()
                : file.columns();
        List<Column> columns = Column.of(new Table(names, rows));
        if (out != null) {
            Csv.write(out, columns);
        } else {
            console.print(stream -> Csv.print(stream, columns));
        }
        if (plot != null) {
            figure(rows, names).write(plot);
        }
        report();
        return 0;
    }

    private OutputFiles outputs() {
        return new OutputFiles().reads("MODEL", modelFile).writes("--out", out).writes("--plot", plot);
    }

    private Rows draw(Model model) {
        int d = model.features();
        console.requireMemory(Text.format("--rows %,d of %,d numbers each", n, d), (double) BYTES_OF_A_NUMBER * n * d);
        ModelInput.requireReal(modelFile, model);
        if (model.given() > 0 && model.classes() == 0) {
            throw new IllegalArgumentException(modelFile + ": a model of p(y | x) with " + model.given()
                    + " given columns; draw from it in Java, by ConditionalModel.sample");
        }
        if (label != null && model.classes() == 0) {
            throw new IllegalArgumentException(modelFile
                    + ": the model is not class-conditional; leave out --label, or train with --class-conditional");
        }
        try (ProgressMeter meter = new ProgressMeter(console, "Samples", "drawn", n);
                Sampler sampler = new Sampler(model, engines.parallel())) {
            if (label != null) {
                int k = label;
                sampler.labels(_ -> k);
            }
            return sampler.onProgress(done -> meter.at(done, "")).draw(n, temperature, seed);
        }
    }

    private int drawImages(Model model) throws IOException {
        console.require(out == null, "--out is for rows; images are drawn to --plot FILE.png");
        ImageSpec spec = model.images().orElseThrow();
        console.require(SampleGrid.range("--rows", spec), n);
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
        Rows rows = ModelInput.apply(modelFile, () -> draw(model));
        SampleGrid.write(rows, model, picture);
        console.report(new SampledImages(modelFile, n, label, temperature, seed, picture));
        return 0;
    }

    private Figure figure(Rows rows, List<String> names) {
        double[] xy = new double[2 * rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            xy[2 * i] = rows.get(i, 0);
            xy[2 * i + 1] = rows.get(i, 1);
        }
        String title = Text.format("%,d rows from %s", rows.size(), modelFile.getFileName());
        String caption = names.get(1) + " over " + names.get(0);
        return Figure.of(List.of(new ScatterPlot(title, caption, range(rows, 0), range(rows, 1), Rows.of(xy, 2))));
    }

    private static Range range(Rows rows, int column) {
        double[] sorted = IntStream.range(0, rows.size())
                .mapToDouble(i -> rows.get(i, column))
                .sorted()
                .toArray();
        double low = sorted[(int) (TAIL * (sorted.length - 1))];
        double high = sorted[(int) Math.ceil((1 - TAIL) * (sorted.length - 1))];
        double pad = high > low ? MARGIN * (high - low) : Math.max(1, Math.abs(high));
        return new Range(low - pad, high + pad);
    }

    /** Reports on standard error if the table is on standard output. */
    private void report() {
        SampledRows result = new SampledRows(modelFile, n, temperature, seed, out, plot);
        if (out != null) {
            console.report(result);
        } else if (plot != null) {
            console.note("%s", result.text());
        }
    }
}
