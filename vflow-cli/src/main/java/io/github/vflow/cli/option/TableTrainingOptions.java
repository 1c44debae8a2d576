package io.github.vflow.cli.option;

import static io.github.vflow.cli.usage.UsageException.require;

import io.github.vflow.cli.usage.DataKind;
import io.github.vflow.cli.usage.OptionGroup;
import io.github.vflow.cli.usage.Range;
import io.github.vflow.cli.usage.Share;
import io.github.vflow.flow.defaults.MixtureDefaults;
import io.github.vflow.table.defaults.MemberDefaults;
import io.github.vflow.table.fit.Recipe;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for how the density of a table is learned. */
public final class TableTrainingOptions implements OptionGroup {
    private static final Recipe USUAL = Recipe.standard();
    private static final Pattern TIME = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,3})?[smh]");

    @Option(
            names = "--given",
            split = ",",
            paramLabel = "NAME",
            description = "Learn p(other columns | these columns), which must have numbers without gaps.")
    private List<String> given = List.of();

    @Option(
            names = "--tail",
            paramLabel = "SHARE",
            defaultValue = "" + MixtureDefaults.STUDENT,
            description = "The share at the start of a broad density (Student t) that bounds the cost of a row far out;"
                    + " the validation rows choose the final shares. 0 for the flow alone. Default: ${DEFAULT-VALUE}.")
    @Share
    private double tail;

    @Option(
            names = "--noise",
            split = ",",
            paramLabel = "H",
            description =
                    "Standard deviations of fresh normal noise on the real and whole numbers of training rows, in standard"
                            + " deviations of the column. One model is trained with each, and the file is a mixture of them; the"
                            + " validation rows choose the shares. Alarms compare the mean of ln p without and with noise. Default: members"
                            + " with and without noise, by the size of the table (docs/reference/defaults.md).")
    private List<Double> noise = List.of();

    @Option(
            names = "--ensemble",
            defaultValue = "1",
            paramLabel = "N",
            description = "Train N models for each noise, from seeds that follow one another, and write a mixture of"
                    + " all. Default: ${DEFAULT-VALUE}.")
    @Range(least = 1, most = 100)
    private int ensemble;

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

    @Option(names = "--no-standardize", description = "Do not standardise the columns.")
    private boolean raw;

    @Override
    public DataKind kind() {
        return DataKind.TABLES;
    }

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

    /**
     * The recipe with the options that the user gave, without an architecture.
     *
     * @param validation the share of the rows that is held out
     */
    public Recipe recipe(PlanOptions plan, double validation, int threads) {
        Recipe recipe = plan.recipe(USUAL)
                .given(given.toArray(String[]::new))
                .withHeldOut(validation)
                .withMembers(ensemble)
                .withThreads(threads);
        recipe = recipe.withTail(tail).leavingOutOddRows(robust);
        recipe = noise.isEmpty() ? recipe : recipe.withNoise(noise.toArray(Double[]::new));
        recipe = raw ? recipe.withoutStandardization() : recipe;
        return calibration == null ? recipe : recipe.withCalibration(calibration);
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
