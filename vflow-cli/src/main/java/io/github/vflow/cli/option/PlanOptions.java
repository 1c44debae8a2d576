package io.github.vflow.cli.option;

import io.github.vflow.cli.console.OptionRange;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.step.TrainingProgram;
import io.github.vflow.tensor.autodiff.Memory;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options for the training plan. */
public final class PlanOptions {
    private static final long STEPS = 20_000;
    private static final int REPORTS = 100;
    private static final long STORED_BYTES = 1L << 30;
    private static final OptionRange BATCH = new OptionRange("--batch", 2, 1 << 24);
    private static final OptionRange WARM_UP = OptionRange.from("--warm-up", 0);
    private static final OptionRange PATIENCE = OptionRange.from("--patience", 0);
    private static final OptionRange STEPS_GIVEN = OptionRange.from("--steps", 1);
    private static final OptionRange EPOCHS = OptionRange.from("--epochs", 1);
    private static final OptionRange EVALUATE_EVERY = OptionRange.from("--evaluate-every", 1);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--steps", paramLabel = "N", description = "Iterations. Default: 20000.")
    private @Nullable Long steps;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training rows, instead of --steps.")
    private @Nullable Long epochs;

    @Option(names = "--batch", paramLabel = "N", description = "Rows of a batch. Default: 64, for tables 256.")
    private @Nullable Integer givenBatch;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description = "Learning rate of Adam at the start. Default: 1e-3, for tables 2e-3.")
    private @Nullable Double givenRate;

    @Option(
            names = "--schedule",
            defaultValue = "linear",
            paramLabel = "KIND",
            description = "How the learning rate falls: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private ScheduleKind decay;

    @Option(
            names = "--warm-up",
            defaultValue = "0",
            paramLabel = "N",
            description = "Iterations over which the learning rate rises from zero. Default: ${DEFAULT-VALUE}.")
    private long warmUp;

    @Option(
            names = "--ema",
            defaultValue = "0",
            paramLabel = "DECAY",
            description = "Use a moving average of the parameters, such as 0.999. Default: none.")
    private double ema;

    @Option(
            names = "--clip",
            defaultValue = "5",
            paramLabel = "NORM",
            description = "Clip the gradient to this norm; 0 for never. Default: ${DEFAULT-VALUE}.")
    private double clip;

    @Option(
            names = "--evaluate-every",
            paramLabel = "N",
            description =
                    "Iterations between evaluations, progress reports and checkpoints. Default: a hundredth of all; for tables four"
                            + " passes over the rows if that is less.")
    private @Nullable Long evaluateEvery;

    @Option(
            names = "--patience",
            defaultValue = "0",
            paramLabel = "N",
            description =
                    "Stop after so many evaluations without a better validation ELBO; 0 for never. Default: 20 for tables if"
                            + " --evaluate-every is open too, else 0.")
    private int patience;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Seed of parameters, batches, noise and the validation split. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--memory",
            paramLabel = "KIND",
            description =
                    "Images: the values that a training step keeps for the gradient: ${COMPLETION-CANDIDATES}. stored keeps"
                            + " all, and is fastest. checkpointed keeps the inputs of the flow steps and computes the rest again."
                            + " reversible keeps the last output and computes the inputs from it. The kinds that end in -blocks"
                            + " need the memory of one block, and take longer. Default: stored if that takes at most 1 GiB, else as"
                            + " many steps as fit are stored, and the first ones checkpointed.")
    private @Nullable Memory memory;

    /**
     * The plan for a model. For images it has the kind of {@code --memory} that the user chose, or the fastest that fits into 1 GiB. Large
     * batches are split into shards, which are faster and need more memory, unless the user chose a kind that saves memory.
     */
    public TrainingPlan fitted(TrainingPlan plan, Model model) {
        if (model.images().isPresent() && memory == null) {
            return TrainingProgram.fitted(model, plan, STORED_BYTES);
        }
        return TrainingProgram.sharded(memory != null ? plan.withMemory(memory) : plan, model);
    }

    public long seed() {
        return seed;
    }

    /** The learning rate that the user gave; empty for the usual one. */
    public OptionalDouble rate() {
        if (givenRate == null) {
            return OptionalDouble.empty();
        }
        double rate = givenRate;
        require(rate > 0, "--lr must be positive but is " + rate);
        require(rate <= Float.MAX_VALUE, "--lr must be at most 3.4e38, the most that float32 has, but is " + rate);
        return OptionalDouble.of(rate);
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
                    .withEma(ema)
                    .withEvaluation(every, patience);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private void check() {
        if (givenBatch != null) {
            BATCH.check(command, givenBatch);
        }
        rate();
        WARM_UP.check(command, warmUp);
        require(ema >= 0 && ema < 1, "--ema must be in [0, 1) but is " + ema);
        require(clip >= 0, "--clip must not be negative but is " + clip);
        require(clip <= Float.MAX_VALUE, "--clip must be at most 3.4e38, or 0 for never, but is " + clip);
        PATIENCE.check(command, patience);
        check(STEPS_GIVEN, steps);
        check(EPOCHS, epochs);
        check(EVALUATE_EVERY, evaluateEvery);
        require(steps == null || epochs == null, "give --steps or --epochs, not both");
    }

    private void check(OptionRange range, @Nullable Long value) {
        if (value != null) {
            range.check(command, value);
        }
    }

    private long all(int rows, int batch) {
        if (epochs == null) {
            return steps != null ? steps : STEPS;
        }
        require(rows > 0, "a toy density is drawn without end and has no epochs; give --steps");
        require(
                epochs <= Long.MAX_VALUE / rows,
                "--epochs " + epochs + " of " + rows + " rows are more steps than can be counted; give fewer");
        return Math.ceilDiv(epochs * rows, batch);
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw usage(otherwise);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
