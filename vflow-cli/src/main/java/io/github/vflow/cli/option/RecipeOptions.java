package io.github.vflow.cli.option;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.OptionRange;
import io.github.vflow.cli.data.CsvData;
import io.github.vflow.cli.data.TrainingData;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.table.Recipe;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for how the density of a table is learned. */
public final class RecipeOptions {
    private static final Recipe USUAL = Recipe.standard();
    private static final double MOST_NOISE = 10;
    private static final OptionRange ENSEMBLE = new OptionRange("--ensemble", 1, 100);

    @Option(
            names = "--given",
            split = ",",
            paramLabel = "NAME",
            description = "Table: learn p(other columns | these columns), which must have numbers without gaps.")
    private List<String> given = List.of();

    @Option(
            names = "--tail",
            paramLabel = "SHARE",
            defaultValue = "0.01",
            description =
                    "Rows: the share at the start of a broad density (Student t) that bounds what a row far out can cost;"
                            + " the validation rows choose the final shares. 0 for the flow alone. Default: ${DEFAULT-VALUE}.")
    private double tail;

    @Option(
            names = "--noise",
            split = ",",
            paramLabel = "H",
            description =
                    "Table: standard deviations of fresh normal noise on the real and whole numbers of training rows, in standard"
                            + " deviations of the column. One model is trained with each, and the file is a mixture of them; the"
                            + " validation rows choose the shares. Alarms compare the mixture of the models with noise. Default: 0,0.15,0.3"
                            + " for at most 10,000 rows, else 0,0.15.")
    private List<Double> noise = List.of();

    @Option(
            names = "--ensemble",
            defaultValue = "1",
            paramLabel = "N",
            description =
                    "Rows: train N models for each noise, from seeds that follow one another, and write a mixture of"
                            + " all. Default: ${DEFAULT-VALUE}.")
    private int ensemble;

    @Option(
            names = "--calibration",
            paramLabel = "FRACTION",
            description =
                    "Table: share of the rows that neither trains nor validates but calibrates the alarms of vflow score; 0 for"
                            + " none. Default: 0.1 of at least 1,000 rows, at most 10,000 rows; none of fewer, and none with --given.")
    private @Nullable Double calibration;

    /** Checks the numbers. */
    public void check(Console console) {
        console.require(ENSEMBLE, ensemble);
        console.require(
                noise.stream().allMatch(h -> h >= 0 && h <= MOST_NOISE), "--noise must be in [0, 10] but is " + noise);
        console.require(
                calibration == null || (calibration >= 0 && calibration < 1),
                "--calibration must be in [0, 1) but is " + calibration);
        console.require(
                calibration == null || calibration == 0 || given.isEmpty(),
                "--calibration is for models of p(row); leave it out with --given");
        console.require(tail >= 0 && tail < 1, "--tail must be in [0, 1) but is " + tail);
    }

    /** The columns that condition the model. */
    public List<String> given() {
        return given;
    }

    /** The part of the rows that calibrates; empty for the usual one. */
    public OptionalDouble calibration() {
        return calibration == null ? OptionalDouble.empty() : OptionalDouble.of(calibration);
    }

    /** The shares of broad densities at the start. */
    public DefensiveSpec tail() {
        return DefensiveSpec.student(tail);
    }

    /** How many models there are for each noise. */
    public int ensemble() {
        return ensemble;
    }

    /** The noises with which models are trained. Without validation rows nothing would choose between them. */
    public List<Double> noise(TrainingData data) {
        if (!(data instanceof CsvData csv)) {
            return List.of(0.0);
        }
        if (!noise.isEmpty()) {
            return noise;
        }
        return csv.validation().isEmpty()
                ? USUAL.noise().subList(0, 1)
                : USUAL.noiseOf(csv.table().schema(), csv.table().rows().size());
    }
}
