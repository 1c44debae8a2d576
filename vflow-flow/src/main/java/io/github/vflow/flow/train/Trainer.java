package io.github.vflow.flow.train;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.bound.Bounds;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.optim.Adam;
import io.github.vflow.nn.optim.Ema;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.random.RandomStream;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model by maximising the bound (VFlow paper, Eq. 4). Batch, noise and learning rate of a step depend on the plan
 * and the step's number alone, so a run that is resumed from its state goes on bit by bit as if it had not stopped.
 */
public final class Trainer {
    /** The stream of the noise of q. */
    private static final long NOISE_STREAM = 1;

    private static final long VALIDATION_SEED = 0x5EED;

    private final Model model;
    private final TrainingPlan plan;
    private final Engine engine;
    private final Bounds bounds;
    private @Nullable Rows validation;
    private Consumer<Progress> onProgress = _ -> {};
    private Consumer<TrainingState> onState = _ -> {};
    private Consumer<Map<String, Double>> onDrift = _ -> {};

    /** Of a model, by a plan, on an engine. */
    public Trainer(Model model, TrainingPlan plan, Engine engine) {
        this.model = model;
        this.plan = plan;
        this.engine = engine;
        this.bounds = new Bounds(model, engine, 1);
    }

    /** Evaluates on these rows; the best parameters are kept, and a plan with patience stops by them. */
    public Trainer validation(Rows rows) {
        validation = rows;
        return this;
    }

    /** Called at each evaluation. */
    public Trainer onProgress(Consumer<Progress> listener) {
        onProgress = listener;
        return this;
    }

    /** Called at each evaluation with all that is needed to go on from there; the arrays are not modified later. */
    public Trainer onState(Consumer<TrainingState> listener) {
        onState = listener;
        return this;
    }

    /**
     * Called when the inverse of reversible steps is off by more than {@link DriftCheck#LIMIT}, at the start or at an evaluation, with
     * their names and how far: their inputs are kept from then on.
     */
    public Trainer onDrift(Consumer<Map<String, Double>> listener) {
        onDrift = listener;
        return this;
    }

    /** Trains from the model's present parameters. */
    public TrainingState fit(BatchSource source) {
        return fit(source, TrainingState.start(model, plan));
    }

    /**
     * Goes on from a state. Afterwards the model has the best parameters, or without validation rows the last.
     *
     * @throws ArithmeticException if the loss stops being a number
     */
    public TrainingState fit(BatchSource source, TrainingState from) {
        long started = System.nanoTime();
        TrainingState state = withoutDrift(source, from);
        while (!isDone(state)) {
            try (TrainingStep training = TrainingStep.of(model, plan, state.kept(), engine)) {
                state = run(training, source, state, started);
            }
        }
        float[] best = state.best();
        model.parameters().set(best != null ? best : state.current());
        return state;
    }

    private boolean isDone(TrainingState state) {
        return state.step() >= plan.steps() || isStale(state);
    }

    /** Up to the end, or to a change of what is kept. */
    private TrainingState run(TrainingStep training, BatchSource source, TrainingState from, long started) {
        load(training, from);
        Batch batch = new Batch(source);
        TrainingState state = from;
        double sum = 0;
        long summed = 0;
        for (long step = from.step(); !isDone(state) && state.kept().equals(from.kept()); step++) {
            batch.fill(step);
            sum -= loss(training, step, batch);
            summed++;
            boolean last = step + 1 == plan.steps();
            if ((step + 1) % plan.evaluateEvery() == 0 || last) {
                requireFinite(sum, step);
                state = withoutDrift(source, snapshot(training, step + 1, state));
                double bound = validationBound(state);
                state = validation == null ? state : state.evaluated(bound);
                onProgress.accept(new Progress(
                        step + 1,
                        plan.steps(),
                        sum / summed,
                        bound,
                        validation == null ? Double.NaN : state.bestBound(),
                        plan.schedule().at(step),
                        (System.nanoTime() - started) * 1e-9));
                onState.accept(state);
                sum = 0;
                summed = 0;
            }
        }
        return state;
    }

    /** What a step takes, by its number. */
    private final class Batch {
        private final BatchSource source;
        private final RandomStream normals = new RandomStream(plan.seed(), NOISE_STREAM);
        private final float[] x = new float[plan.batchSize() * model.width()];
        private final float[] noise = new float[plan.batchSize() * model.noise()];

        private Batch(BatchSource source) {
            this.source = source;
        }

        private void fill(long step) {
            source.fill(step, x);
            normals.normal(step * RandomStream.positions(noise.length), noise);
        }
    }

    /** The same state, keeping the inputs of steps whose inverse drifts on the batch that comes next. */
    private TrainingState withoutDrift(BatchSource source, TrainingState state) {
        if (!plan.memory().reverses() || isDone(state)) {
            return state;
        }
        Batch batch = new Batch(source);
        batch.fill(state.step());
        Map<String, Double> over = DriftCheck.overLimit(drift(state, batch));
        over.keySet().removeAll(state.kept());
        if (!over.isEmpty()) {
            onDrift.accept(over);
        }
        return state.keeping(over.keySet());
    }

    private boolean isStale(TrainingState state) {
        return plan.patience() > 0 && state.stale() >= plan.patience();
    }

    private double loss(TrainingStep training, long step, Batch batch) {
        try {
            return training.run(step, batch.x, batch.noise);
        } catch (ArithmeticException e) {
            throw Diagnosis.of(e, step, model.parameters(), read(training, Parameters.INPUT));
        }
    }

    private Map<String, Double> drift(TrainingState state, Batch batch) {
        try {
            return DriftCheck.measure(model, engine, state.parameters(), batch.x, batch.noise);
        } catch (ArithmeticException e) {
            throw Diagnosis.of(e, state.step(), model.parameters(), state.parameters());
        }
    }

    /** The mean bound of the validation rows under a state's parameters; the model keeps its own. */
    private double validationBound(TrainingState state) {
        if (validation == null) {
            return Double.NaN;
        }
        float[] kept = model.parameters().values().clone();
        model.parameters().set(state.current());
        double bound = Bounds.mean(bounds.elbo(validation, VALIDATION_SEED));
        model.parameters().set(kept);
        return bound;
    }

    private void load(TrainingStep training, TrainingState s) {
        training.set(Parameters.INPUT, s.parameters());
        training.set(Adam.M, s.m());
        training.set(Adam.V, s.v());
        float[] ema = s.ema();
        if (ema != null) {
            training.set(Ema.INPUT, ema);
        }
    }

    private TrainingState snapshot(TrainingStep training, long step, TrainingState before) {
        return new TrainingState(
                step,
                read(training, Parameters.INPUT),
                read(training, Adam.M),
                read(training, Adam.V),
                plan.averages() ? read(training, Ema.INPUT) : null,
                before.best(),
                before.bestBound(),
                before.stale(),
                before.kept());
    }

    private float[] read(TrainingStep training, String name) {
        float[] values = new float[model.parameters().size()];
        training.get(name, values);
        return values;
    }

    private void requireFinite(double sum, long step) {
        if (!Double.isFinite(sum)) {
            throw new ArithmeticException("Trainer: the loss is not finite at step " + (step + 1) + " (learning rate "
                    + plan.schedule().at(step)
                    + "); lower the learning rate, clip the gradient, or check the data for outliers");
        }
    }
}
