package io.github.vflow.cli.option;

import static io.github.vflow.cli.usage.UsageException.require;

import io.github.vflow.cli.usage.Range;
import io.github.vflow.cli.usage.Share;
import io.github.vflow.cli.usage.UsageException;
import io.github.vflow.flow.defaults.TrainingDefaults;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.table.fit.Recipe;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the training plan. */
public final class PlanOptions {
    private static final int REPORTS = 100;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Iterations. Default: 20000; of a table with more than 100 columns 20000·(100/columns)^3.")
    @Range(least = 1)
    private @Nullable Long steps;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training rows, instead of --steps.")
    @Range(least = 1, most = 1_000_000_000)
    private @Nullable Long epochs;

    @Option(names = "--batch", paramLabel = "N", description = "Rows of a batch. Default: 64, for tables 256.")
    @Range(least = 2, most = 1 << 24)
    private @Nullable Integer givenBatch;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description = "Learning rate of Adam at the start. Default: 1e-3, for tables 3e-3.")
    private @Nullable Double givenRate;

    @Option(
            names = "--schedule",
            defaultValue = "linear",
            paramLabel = "KIND",
            description = "Decay of the learning rate: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Schedule.Decay decay;

    @Option(
            names = "--warm-up",
            defaultValue = "0",
            paramLabel = "N",
            description = "Iterations over which the learning rate rises from zero. Default: ${DEFAULT-VALUE}.")
    @Range(least = 0)
    private long warmUp;

    @Option(
            names = "--ema",
            paramLabel = "DECAY",
            description =
                    "Use a moving average of the parameters, such as 0.999; 0 for none. Default: none, for tables "
                            + TrainingDefaults.EMA + ".")
    @Share
    private @Nullable Double ema;

    @Option(
            names = "--clip",
            defaultValue = "" + (int) TrainingDefaults.CLIP,
            paramLabel = "NORM",
            description = "Clip the gradient to this norm; 0 for never. Default: ${DEFAULT-VALUE}.")
    private double clip;

    @Option(
            names = "--evaluate-every",
            paramLabel = "N",
            description =
                    "Iterations between evaluations, progress reports and checkpoints. Default: a hundredth of all; for tables four"
                            + " passes over the rows if that is less.")
    @Range(least = 1)
    private @Nullable Long evaluateEvery;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description =
                    "Stop after this many evaluations without a better validation ELBO; 0 for never. Of a table without"
                            + " --evaluate-every, an evaluation here is one after four passes over the rows, and half as"
                            + " many are enough after an early best. Default: "
                            + TrainingDefaults.PATIENCE
                            + " for tables without --evaluate-every, else 0.")
    @Range(least = 0)
    private @Nullable Integer patience;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Seed of parameters, batches, noise and the validation split. Default: ${DEFAULT-VALUE}.")
    private long seed;

    /** The seed. */
    public long seed() {
        return seed;
    }

    /** The learning rate that the user gave; empty for the usual one. */
    public OptionalDouble rate() {
        if (givenRate == null) {
            return OptionalDouble.empty();
        }
        require(givenRate > 0, "--lr must be positive but is " + givenRate);
        require(
                givenRate <= Float.MAX_VALUE,
                "--lr must be at most 3.4e38, the most that float32 has, but is " + givenRate);
        return OptionalDouble.of(givenRate);
    }

    /** The recipe of a table with the options that the user gave. */
    Recipe recipe(Recipe usual) {
        check();
        Recipe recipe = usual.withSeed(seed).withDecay(decay, warmUp).withClip(clip);
        recipe = ema == null ? recipe : recipe.withEma(ema);
        recipe = steps == null ? recipe : recipe.withSteps(steps);
        recipe = epochs == null ? recipe : recipe.withEpochs(epochs);
        recipe = givenBatch == null ? recipe : recipe.withBatch(givenBatch);
        recipe = evaluateEvery == null
                ? recipe
                : recipe.withEvaluationsEvery(evaluateEvery).withPatience(0);
        recipe = patience == null ? recipe : recipe.withPatience(patience);
        OptionalDouble rate = rate();
        return rate.isEmpty() ? recipe : recipe.withLearningRate(rate.getAsDouble());
    }

    private void check() {
        require(clip >= 0, "--clip must not be negative but is " + clip);
        require(clip <= Float.MAX_VALUE, "--clip must be at most 3.4e38, or 0 for never, but is " + clip);
        require(steps == null || epochs == null, "give --steps or --epochs, not both");
    }

    /**
     * The plan without regard to memory.
     *
     * @param rows the number of training rows; zero if a density draws fresh rows for each batch
     * @param usualBatch rows of a batch unless the user chose
     * @param usualRate the learning rate unless the user chose
     */
    public TrainingPlan plan(int rows, int usualBatch, double usualRate) {
        check();
        int batch = givenBatch == null ? usualBatch : givenBatch;
        double rate = rate().orElse(usualRate);
        try {
            long all = all(rows, batch);
            long every = evaluateEvery != null ? evaluateEvery : Math.max(1, all / REPORTS);
            return TrainingPlan.of(all, batch, rate, seed)
                    .withSchedule(decay.schedule(rate, all, warmUp))
                    .withClipNorm(clip)
                    .withEma(ema == null ? 0 : ema)
                    .withEvaluation(every, patience == null ? 0 : patience);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private long all(int rows, int batch) {
        if (epochs == null) {
            return steps != null ? steps : TrainingDefaults.STEPS;
        }
        require(rows > 0, "a toy density is drawn without end and has no epochs; give --steps");
        return Math.ceilDiv(epochs * rows, batch);
    }
}
