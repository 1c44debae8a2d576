package io.github.vflow.flow.train;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.train.defensive.SharedFits;
import io.github.vflow.flow.train.plan.Objective;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.step.InverseErrors;
import io.github.vflow.flow.train.step.TrainingProgram;
import io.github.vflow.flow.train.step.TrainingStep;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.random.Purpose;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model by maximising the bound (VFlow paper, Eq. 4). Batch, noise and learning rate of a step depend on the
 * plan and the step's number alone, so a resumed run gives the same bits as an uninterrupted one. Mutable and not
 * thread-safe.
 */
public final class Trainer {
    private final FlowModel model;
    private FlowModel scored;
    private final TrainingPlan plan;
    private final Engine engine;
    private Objective objective = Objective.meanBound();
    private @Nullable Rows validation;
    private IntFunction<String> words = _ -> "";
    private Consumer<Progress> onProgress = _ -> {};
    private Consumer<TrainingState> onState = _ -> {};
    private Consumer<Map<String, Double>> onInverseError = _ -> {};
    private BooleanSupplier stop = () -> false;

    /** The number of rows on which a model of rows should start: all that there are, within 256 and 8,192, but no fewer than a batch has. */
    public static int initialRows(int available, int batch) {
        return Initialisation.rows(available, batch);
    }

    /**
     * Initialises all layers that start from data, such as norms, on one batch.
     *
     * @param source the source; its first batch is used
     * @param batchSize at least 2, for a standard deviation
     * @param seed the seed of the bound's noise
     * @throws IllegalArgumentException if the source has rows of another width than the model
     */
    public static void initialise(FlowModel model, Engine engine, BatchSource source, int batchSize, long seed) {
        initialise(model, engine, source, source, batchSize, seed, new SharedFits());
    }

    /**
     * As {@link #initialise(FlowModel, Engine, BatchSource, int, long)}; models that start from the same rows share the fits of broad components. The
     * chain of discrete columns starts from rows in the same order, those on which it trains, with noise.
     */
    @SuppressWarnings("exports") // for our own modules
    public static void initialise(
            FlowModel model,
            Engine engine,
            BatchSource source,
            BatchSource chain,
            int batchSize,
            long seed,
            SharedFits fits) {
        Initialisation.run(model, engine, source, chain, batchSize, seed, fits);
    }

    /** A trainer of a model by a plan on an engine. */
    public Trainer(FlowModel model, TrainingPlan plan, Engine engine) {
        this.model = model;
        this.scored = model;
        this.plan = TrainingProgram.sharded(plan, model);
        this.engine = engine;
    }

    /** Minimises another objective than the mean of −bound. Evaluations on validation rows still use the bound. */
    public Trainer objective(Objective minimised) {
        objective = minimised;
        return this;
    }

    /** Evaluates on these rows, keeps the best parameters, and stops early if the plan has patience. */
    public Trainer validation(Rows rows) {
        return validation(rows, _ -> "");
    }

    /** As {@link #validation(Rows)}, with the end of the message for a row by its number, such as its place in a file. */
    public Trainer validation(Rows rows, IntFunction<String> ending) {
        validation = rows;
        words = ending;
        return this;
    }

    /** Evaluates by another variant of the model, with the same parameters, such as one that sums over missing labels. */
    public Trainer evaluating(FlowModel variant) {
        scored = variant;
        return this;
    }

    /** The mean bound of held-out rows under a model, in nats, with the noise of evaluations; NaN of no rows. */
    public static Mean heldOut(Model model, Engine engine, Optional<Rows> rows, long seed) {
        if (rows.isEmpty()) {
            return Mean.of(new double[0]);
        }
        try (Evaluator e = Evaluator.ofMeans(model, engine, 1, seed, Purpose.VALIDATION_NOISE)) {
            return Mean.of(e.scores(rows.orElseThrow()));
        }
    }

    /** Calls the listener at each evaluation. */
    public Trainer onProgress(Consumer<Progress> listener) {
        onProgress = listener;
        return this;
    }

    /**
     * Calls the listener at each evaluation, and when training stops, with the state from which a run can resume.
     * Training does not modify the arrays of the state later.
     */
    public Trainer onState(Consumer<TrainingState> listener) {
        onState = listener;
        return this;
    }

    /**
     * Calls the listener, at the start or at an evaluation, with the names and inverse errors of reversible steps whose inverse
     * error is above {@link InverseErrors#LIMIT}. Training stores their inputs from then on.
     */
    public Trainer onInverseError(Consumer<Map<String, Double>> listener) {
        onInverseError = listener;
        return this;
    }

    /**
     * Stops training when the signal is true; the training thread asks it after each step and its evaluation. An interrupt of that thread
     * also stops training, and its interrupt flag stays set.
     */
    public Trainer stopWhen(BooleanSupplier signal) {
        stop = signal;
        return this;
    }

    /** Trains from the model's current parameters. */
    public TrainingState fit(BatchSource source) {
        return fit(source, TrainingState.start(model, plan));
    }

    /**
     * Resumes training from a state. Afterwards, even after an exception, the model has the parameters that the last
     * state {@linkplain TrainingState#chosen chooses}: the best, or without validation rows the last.
     *
     * @return the last state; resuming from it gives the same result as training without a stop
     * @throws IllegalArgumentException if rows of the source or of the validation have another width than the model
     * @throws DivergedException if a loss or a parameter stops being finite
     * @throws ArithmeticException if a validation row has no density, and no evaluation before had one for all rows
     */
    public TrainingState fit(BatchSource source, TrainingState from) {
        Run run = new Run(source, from);
        try {
            run.toEnd();
        } finally {
            run.close();
            model.parameters().set(run.state.chosen());
        }
        return run.state;
    }

    /** The run of one call of {@link Trainer#fit(BatchSource, TrainingState)}. */
    private final class Run {
        private final long started = System.nanoTime();
        private final BatchSource source;
        private final Batch batch;
        private final float[] parameters = new float[model.parameters().size()];
        private TrainingState state;
        private boolean stopped;
        private @Nullable Evaluator evaluator;
        private @Nullable DearEvaluations dear;

        private Run(BatchSource source, TrainingState from) {
            this.source = source;
            this.batch = Batch.of(model, source, plan, engine, from.labels());
            this.state = from;
        }

        private void toEnd() {
            // a run that was stopped between evaluations checks at the same steps as an uninterrupted run
            if (isEvaluated(state.step())) {
                state = keepingInaccurate(state);
            }
            while (!isDone()) {
                try (TrainingStep training = TrainingStep.of(model, plan, objective, state.kept(), engine)) {
                    steps(training);
                }
            }
        }

        private void close() {
            batch.close();
            if (evaluator != null) {
                evaluator.close();
            }
        }

        private boolean isDone() {
            return stopped || plan.isAtEnd(state.step(), state.stale());
        }

        /** Runs steps to the end, or until inverse errors change the set of stored inputs. */
        private void steps(TrainingStep training) {
            state.load(training);
            Set<String> kept = state.kept();
            double sum = 0;
            long summed = 0;
            for (long step = state.step(); !isDone() && state.kept().equals(kept); step++) {
                sum -= loss(training, step);
                summed++;
                boolean due = isEvaluated(step + 1) || step + 1 == plan.steps();
                if (due) {
                    state = keepingInaccurate(moved(training, step + 1));
                    if (isLeftOut()) {
                        state = state.evaluated(Double.NaN);
                    } else {
                        evaluate(sum / summed);
                    }
                    // a run that goes on from this state begins here, too
                    sum = 0;
                    summed = 0;
                }
                stopped = stop.getAsBoolean() || Thread.currentThread().isInterrupted();
                if (stopped && !due) {
                    state = moved(training, step + 1);
                }
                if (due || stopped) {
                    onState.accept(state);
                }
            }
        }

        private double loss(TrainingStep training, long step) {
            batch.fill(step, () -> {
                training.get(Parameters.INPUT, parameters);
                return parameters;
            });
            double loss;
            try {
                loss = training.run(step, batch.x, batch.noise);
            } catch (ArithmeticException e) {
                throw diverged(step, e);
            }
            if (!Double.isFinite(loss)) {
                throw diverged(step, null);
            }
            return loss;
        }

        /** The state after a step; all its numbers are finite, so a run can resume from it. */
        private TrainingState moved(TrainingStep training, long steps) {
            TrainingState next = state.moved(training, steps).drawn(batch.labels());
            if (next.notFinite(model.parameters()).isPresent()) {
                throw diverged(steps - 1, null);
            }
            return next;
        }

        private void evaluate(double trainBound) {
            double bound = Double.NaN;
            if (validation != null) {
                bound = validationBound(validation);
                state = state.evaluated(bound);
            }
            onProgress.accept(new Progress(
                    state.step(),
                    plan.steps(),
                    trainBound,
                    bound,
                    validation == null ? Double.NaN : state.bestBound(),
                    plan.descent().schedule().at(state.step() - 1),
                    (System.nanoTime() - started) * 1e-9));
        }

        /** Whether an evaluation is left out, and counts as one in vain. */
        private boolean isLeftOut() {
            if (validation == null || state.step() == plan.steps()) {
                return false;
            }
            dear = dear == null ? DearEvaluations.of(scored, validation, plan) : dear;
            return dear.restsAfter(state.stale());
        }

        /** The mean bound of the validation rows under the state's parameters. */
        private double validationBound(Rows rows) {
            if (evaluator == null) {
                evaluator = Evaluator.ofMeans(scored, engine, 1, plan.seed(), Purpose.VALIDATION_NOISE);
            }
            double[] each = evaluator.parameters(state.current()).scores(rows);
            double bound = Arrays.stream(each).average().orElse(Double.NaN);
            if (bound == Double.NEGATIVE_INFINITY && state.best() == null) {
                int[] bad = IntStream.range(0, each.length)
                        .filter(i -> each[i] == Double.NEGATIVE_INFINITY)
                        .toArray();
                if (2 * bad.length > each.length) {
                    throw new DivergedException(
                            "Trainer: training diverged by step " + state.step() + " (learning rate "
                                    + plan.descent().schedule().at(state.step() - 1) + "): " + bad.length + " of "
                                    + each.length
                                    + " validation rows have no density any more; lower the learning rate, clip the"
                                    + " gradient, or check the data for outliers",
                            state.step());
                }
                throw new ArithmeticException("Trainer: validation row " + bad[0]
                        + " (counted from 0) has no density that float32 can hold: its bound is −∞, and so is"
                        + " the mean, as for " + bad.length + " of " + each.length
                        + " rows; repair or remove the row, standardise the data, or use a bounded coupling such as AFFINE_TANH"
                        + words.apply(bad[0]));
            }
            return bound;
        }

        /**
         * The same state, extended by the steps whose inverse error on the next batch is too large: training stores their inputs.
         */
        private TrainingState keepingInaccurate(TrainingState reached) {
            if (!plan.execution().recompute().memory().reverses() || plan.isAtEnd(reached.step(), reached.stale())) {
                return reached;
            }
            batch.fill(reached.step(), reached::parameters);
            batch.labels(reached.labels());
            Map<String, Double> over = InverseErrors.overLimit(inverseErrors(reached));
            over.keySet().removeAll(reached.kept());
            if (!over.isEmpty()) {
                onInverseError.accept(over);
            }
            return reached.keeping(over.keySet());
        }

        private Map<String, Double> inverseErrors(TrainingState reached) {
            try {
                return InverseErrors.measure(model, engine, reached.parameters(), batch.x, batch.noise);
            } catch (ArithmeticException e) {
                throw caused(
                        diagnosis().blamed(reached.step(), batch, reached.parameters(), String.valueOf(e.getMessage())),
                        e);
            }
        }

        private DivergedException diverged(long step, @Nullable ArithmeticException cause) {
            return caused(diagnosis().of(state, step), cause);
        }

        private Diagnosis diagnosis() {
            return new Diagnosis(model, plan, objective, engine, source);
        }

        private static DivergedException caused(DivergedException e, @Nullable ArithmeticException cause) {
            if (cause != null) {
                e.initCause(cause);
            }
            return e;
        }
    }

    private boolean isEvaluated(long steps) {
        return steps % plan.evaluation().every() == 0;
    }

    /**
     * The progress of a training run, reported at an evaluation.
     *
     * @param step the number of steps done
     * @param steps the number of all steps
     * @param trainBound the mean bound of the training batches since the last evaluation, made or left out, in nats
     * @param validationBound the mean bound of the validation rows, in nats; NaN if there are none
     * @param bestBound the best validation bound so far; NaN if there are none
     * @param learningRate the learning rate of the last step
     * @param seconds the time since this run began
     */
    public record Progress(
            long step,
            long steps,
            double trainBound,
            double validationBound,
            double bestBound,
            double learningRate,
            double seconds) {
        /** The same progress without its time, which differs from run to run. */
        public Progress withoutTime() {
            return new Progress(step, steps, trainBound, validationBound, bestBound, learningRate, 0);
        }
    }
}
