package io.github.vflow.cli.option;

import static io.github.vflow.cli.usage.UsageException.require;

import io.github.vflow.cli.usage.Share;
import io.github.vflow.table.defaults.MemberDefaults;
import io.github.vflow.table.defaults.SplitDefaults;
import io.github.vflow.table.fit.Recipe;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for how the density of a table is learned. */
public final class TableTrainingOptions {
    private static final Recipe USUAL = Recipe.standard();
    private static final Pattern TIME = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,3})?[smh]");

    @Mixin
    private TableOptions table;

    @Mixin
    private PlanOptions planning;

    @Mixin
    private FlowOptions flow;

    @Option(
            names = "--validation",
            paramLabel = "FRACTION",
            defaultValue = "" + SplitDefaults.HELD_OUT,
            description = "Share of the rows kept for validation, at most 10,000 rows; 0 for none."
                    + " Default: ${DEFAULT-VALUE}.")
    @Share
    private double validation;

    @Option(
            names = "--given",
            split = ",",
            paramLabel = "NAME",
            description = "Learn p(other columns | these columns), which must have numbers without gaps.")
    private List<String> given = List.of();

    @Option(
            names = "--noise",
            split = ",",
            paramLabel = "H",
            description =
                    "Standard deviations of fresh normal noise on the real and whole numbers of training rows, in standard"
                            + " deviations of the column. One model is trained with each, and the file is a mixture of them; the"
                            + " validation rows choose the shares. Default: members with"
                            + " and without noise, by the size of the table (docs/reference/defaults.md).")
    private List<Double> noise = List.of();

    @Option(
            names = "--calibration",
            paramLabel = "FRACTION",
            description =
                    "Share of the rows that neither trains nor validates but calibrates the alarms of vflow score; 0 for"
                            + " none. Default: 0.1 of at least 1,000 rows, at most 10,000 rows. All of 100 to 999 rows calibrate, each"
                            + " scored by a model of the other rows (five folds). None with --given.")
    @Share
    private @Nullable Double calibration;

    @Option(
            names = "--robust",
            description =
                    "Find the odd rows first, as vflow outliers does, and train, choose and calibrate without them.")
    private boolean robust;

    @Option(
            names = "--within",
            paramLabel = "TIME",
            description =
                    "Choose members and steps that take at most about this time, such as 10s, 2m or 1h, by the costs of a few"
                            + " steps on this machine. The plan is said first; plan --within writes it, and train --plan repeats it.")
    private String within = "";

    /** Checks the options that are wrong together. */
    public void check() {
        require(
                noise.stream().allMatch(h -> h >= 0 && h <= MemberDefaults.MOST_NOISE),
                "--noise must be in [0, 10] but is %s",
                noise);
        require(
                within.isEmpty() || TIME.matcher(within).matches(),
                "--within must be a time such as 10s, 2m or 1h but is %s",
                within);
        require(
                within.isEmpty() || !robust,
                "a search of odd rows takes a time of its own; leave out --robust or --within");
        require(
                calibration == null || calibration == 0 || given.isEmpty(),
                "--calibration is for models of p(row); leave it out with --given");
    }

    /** The recipe with the options that the user gave, without an architecture. */
    public Recipe recipe(int threads) {
        Recipe recipe = USUAL.withSeed(planning.seed())
                .given(given.toArray(String[]::new))
                .withHeldOut(validation)
                .withThreads(threads)
                .leavingOutOddRows(robust);
        OptionalLong steps = planning.steps();
        recipe = steps.isPresent() ? recipe.withSteps(steps.getAsLong()) : recipe;
        OptionalDouble rate = planning.rate();
        recipe = rate.isPresent() ? recipe.withLearningRate(rate.getAsDouble()) : recipe;
        recipe = noise.isEmpty() ? recipe : recipe.withNoise(noise.toArray(Double[]::new));
        return calibration == null ? recipe : recipe.withCalibration(calibration);
    }

    /** How the table is read. */
    public TableOptions table() {
        return table;
    }

    /** The architecture of the flow. */
    public FlowOptions flow() {
        return flow;
    }

    /** The learning rate that the user gave; empty for the usual one. */
    public OptionalDouble rate() {
        return planning.rate();
    }

    /** The time that the user gave for a training. */
    public Optional<Duration> within() {
        return Optional.of(within).filter(text -> !text.isEmpty()).map(text -> {
            double number = Double.parseDouble(text.substring(0, text.length() - 1));
            double seconds = number
                    * switch (text.charAt(text.length() - 1)) {
                        case 's' -> 1;
                        case 'm' -> 60;
                        default -> 3_600;
                    };
            return Duration.ofMillis(Math.max(1, Math.round(1_000 * seconds)));
        });
    }

    /** Whether odd rows are left out first. */
    public boolean isRobust() {
        return robust;
    }
}
