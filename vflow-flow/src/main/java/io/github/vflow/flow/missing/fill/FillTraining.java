package io.github.vflow.flow.missing.fill;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.defaults.GapDefaults;
import io.github.vflow.flow.defaults.TrainingDefaults;
import io.github.vflow.flow.surjection.column.FillMissing;
import io.github.vflow.flow.surjection.column.Parallel;
import io.github.vflow.flow.train.step.MovedParameters;
import io.github.vflow.flow.train.step.StateArrays;
import io.github.vflow.flow.train.step.TrainingProgram;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.nn.optim.step.Adam;
import io.github.vflow.nn.optim.step.Clip;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.engine.spi.SpareThreads;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.shape.Shape;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Trains r(missing | known, mask) of a model with p held fixed: maximum likelihood on the model's own samples v ~ p under random masks,
 *
 * <pre>min E[−ln r(v_u | v_k)] = min E[KL(p(u | k) ‖ r(u | k))] + constant</pre>
 *
 * so that r covers p(u | k), as importance weights need it. The samples never repeat, so r cannot overfit. The density of complete rows does
 * not change. Importance weights are right for any r, and a better one only lessens their variance.
 */
public final class FillTraining {
    /** The parameters of r begin with this. */
    private static final String OWN = "fill.";

    private static final String V = "v";
    private static final String KNOWN = "known";
    private static final String CODES = "codes";

    private final FlowModel model;
    private final FillMissing fill;
    private final int batch;
    private final int[] columns;

    private FillTraining(FlowModel model, int batch) {
        requireUnconditional(model);
        this.model = model;
        this.fill = model.forMissing()
                .map(m -> (FillMissing) m.surjections().getFirst())
                .orElseThrow(() -> new IllegalArgumentException(
                        "FillTraining: the model needs complete rows; build it of a RowSpec.withFill"));
        this.batch = batch;
        this.columns = columnOfDimension();
    }

    private static void requireUnconditional(FlowModel model) {
        if (model.given() > 0) {
            throw new IllegalArgumentException("FillTraining: the model must have no columns that condition it but has "
                    + model.given() + "; train a density of all columns");
        }
    }

    private int[] columnOfDimension() {
        int[] of = new int[fill.r().dimensions()];
        int dimension = 0;
        int column = 0;
        for (Parallel.Part part : fill.columns().parts()) {
            int each = (part.columns() + part.surjection().augment()) / part.columns();
            for (int j = 0; j < part.columns(); j++, column++) {
                for (int i = 0; i < each; i++) {
                    of[dimension++] = column;
                }
            }
        }
        return of;
    }

    /**
     * As {@link #run(FlowModel, Engine, long, int, double, long)} with {@value GapDefaults#FILL_BATCH} samples in a step and a rate of {@value
     * GapDefaults#FILL_RATE} at the start.
     *
     * @param steps of Adam
     * @param seed of samples and masks
     */
    public static void run(FlowModel model, Engine engine, long steps, long seed) {
        run(model, engine, steps, seed, () -> {}, new SpareThreads(0));
    }

    /**
     * As {@link #run(FlowModel, Engine, long, long)}, and tells of each step.
     *
     * @param onStep runs after each step
     * @param spare if one is idle at the start, a second thread draws the samples of the next step while a step runs; results are the same
     */
    public static void run(FlowModel model, Engine engine, long steps, long seed, Runnable onStep, SpareThreads spare) {
        run(model, engine, steps, GapDefaults.FILL_BATCH, GapDefaults.FILL_RATE, seed, onStep, spare);
    }

    /**
     * Trains r of a member of a mixture from the trained r of another, which differs little: one step of {@value
     * GapDefaults#FILL_PART} is enough, at a rate of {@value GapDefaults#FILL_LATER_RATE} at the start.
     *
     * @param trained whose r is trained
     * @param model of a specification with the same density of missing cells
     * @param steps that the first r took
     * @param seed of samples and masks
     * @param onStep runs after each step
     * @param spare as for {@link #run(FlowModel, Engine, long, long, Runnable, SpareThreads)}
     * @throws ArithmeticException if a loss is not finite; r is then the one of the other member
     */
    public static void runFrom(
            FlowModel trained,
            FlowModel model,
            Engine engine,
            long steps,
            long seed,
            Runnable onStep,
            SpareThreads spare) {
        model.parameters().copy(trained.parameters(), p -> p.name().startsWith(OWN));
        run(
                model,
                engine,
                Math.ceilDiv(steps, GapDefaults.FILL_PART),
                GapDefaults.FILL_BATCH,
                GapDefaults.FILL_LATER_RATE,
                seed,
                onStep,
                spare);
    }

    /**
     * Trains r from the model's current parameters; only the parameters of r change. An interrupt ends training early and stays set.
     *
     * @param steps of Adam
     * @param batch samples of a step
     * @param rate the learning rate at the start, which falls linearly to zero
     * @param seed of samples and masks
     * @throws IllegalArgumentException if the model needs complete rows, or has columns that condition it
     * @throws ArithmeticException if a loss is not finite; the parameters then stay as they were
     */
    public static void run(FlowModel model, Engine engine, long steps, int batch, double rate, long seed) {
        run(model, engine, steps, batch, rate, seed, () -> {}, new SpareThreads(0));
    }

    private static void run(
            FlowModel model,
            Engine engine,
            long steps,
            int batch,
            double rate,
            long seed,
            Runnable onStep,
            SpareThreads spare) {
        if (model.hasFlow()) {
            new FillTraining(model, batch).run(engine, steps, new Schedule.Linear(rate, steps), seed, onStep, spare);
        }
    }

    private void run(Engine engine, long steps, Schedule schedule, long seed, Runnable onStep, SpareThreads spare) {
        Adam adam = Adam.standard();
        int n = model.parameters().size();
        MovedParameters moved = MovedParameters.of(model.parameters(), this::loss);
        boolean isAhead = spare.take(1);
        try (FillDraws draws = new FillDraws(model, batch, columns, engine, seed);
                Executable step = engine.compile(step(adam, moved));
                ExecutorService second = Executors.newSingleThreadExecutor()) {
            Executor drawer = isAhead ? second : Runnable::run;
            StateArrays state = new StateArrays(moved, step);
            state.set(Parameters.INPUT, model.parameters().values());
            state.set(Adam.M, new float[n]);
            state.set(Adam.V, new float[n]);
            CompletableFuture<FillDraws.Drawn> next = CompletableFuture.supplyAsync(() -> draws.of(0), drawer);
            for (long i = 0; i < steps && !Thread.currentThread().isInterrupted(); i++) {
                FillDraws.Drawn drawn = await(next);
                long following = i + 1;
                if (following < steps) {
                    next = CompletableFuture.supplyAsync(() -> draws.of(following), drawer);
                }
                step.set(V, drawn.v());
                step.set(KNOWN, drawn.known());
                if (drawn.codes().length > 0) {
                    step.set(CODES, drawn.codes());
                }
                adam.prepare(step, i, schedule.at(i));
                step.run();
                requireFinite(step.get(TrainingProgram.LOSS), i);
                onStep.run();
            }
            float[] trained = new float[n];
            state.get(Parameters.INPUT, trained);
            model.parameters().set(trained);
        } finally {
            if (isAhead) {
                spare.give(1);
            }
        }
    }

    /** The batch, or the fault of its draws as it was. */
    private static FillDraws.Drawn await(CompletableFuture<FillDraws.Drawn> next) {
        try {
            return next.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException fault -> throw fault;
                case Error fault -> throw fault;
                case null, default -> throw e;
            }
        }
    }

    private static void requireFinite(double loss, long step) {
        if (!Double.isFinite(loss)) {
            throw new ArithmeticException("FillTraining: the loss must be finite but is " + loss + " at step " + step
                    + "; train at a lower rate");
        }
    }

    private Program step(Adam adam, MovedParameters moved) {
        Trace t = new Trace();
        Tensor parameters = moved.in(t);
        Tensor loss = loss(t);
        Tensor gradient = moved.gradient(loss);
        t.update(parameters, adam.step(parameters, Clip.byNorm(gradient, TrainingDefaults.CLIP)));
        t.output(TrainingProgram.LOSS, loss);
        return t.program();
    }

    private Tensor loss(Trace t) {
        Shape shape = Shape.of(batch, columns.length);
        Condition condition = FillDraws.codes(model) == 0
                ? Condition.none()
                : Condition.ofRow(t.batch(CODES, Shape.of(batch, FillDraws.codes(model))));
        return fill.r()
                .logProb(t.batch(V, shape), t.batch(KNOWN, shape), condition)
                .mean(0)
                .negate();
    }
}
