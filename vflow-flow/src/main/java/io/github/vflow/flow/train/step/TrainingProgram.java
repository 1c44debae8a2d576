package io.github.vflow.flow.train.step;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.defaults.TrainingDefaults;
import io.github.vflow.flow.train.plan.Objective;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.layer.norm.Dropout;
import io.github.vflow.nn.optim.step.Clip;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.autodiff.Gradient;
import io.github.vflow.tensor.autodiff.InverseError;
import io.github.vflow.tensor.autodiff.Memory;
import io.github.vflow.tensor.autodiff.Segment;
import io.github.vflow.tensor.engine.spi.SharedArray;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.plan.BufferPlan;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.shape.Shape;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/** One training step as one program: bound, gradient, clipping, Adam, moving average. */
@SuppressWarnings("exports") // programs are for our own modules
public final class TrainingProgram {
    /** The output with the loss of the batch: the mean of −bound, in nats, unless the objective is another. */
    public static final String LOSS = "loss";

    /**
     * The name of the output with the gradient of a shard's loss. This name and the number of a shard name an input of
     * {@link #together}.
     */
    static final String GRADIENT = "gradient";

    /**
     * The least number of values in a shard's x: 32 images of 8×8, which fill the lanes of a convolution, or one of
     * 32×32.
     */
    private static final int LEAST = 2048;

    private static final int MOST_OF_IMAGES = 4;

    private TrainingProgram() {}

    /**
     * The best number of shards for the batches of a model, if each has enough work, else one. It is two, or four for large images, or
     * for rows one for each 512 up to eight.
     */
    static int shards(Model model, int batchSize) {
        int most = model.images().isPresent()
                ? MOST_OF_IMAGES
                : Math.clamp(batchSize / TrainingDefaults.ROWS_OF_A_SHARD, 2, TrainingDefaults.MOST_SHARDS);
        int shards = model.parameters().size() > TrainingDefaults.MANY_PARAMETERS ? 2 : most;
        while (shards > 1 && (batchSize % shards != 0 || !isWorth(model, batchSize / shards))) {
            shards--;
        }
        return shards;
    }

    /**
     * A plan with as many shards as are fastest for a model, unless a number was chosen. It does not depend on the number of threads. Images
     * that are to take little memory have one.
     */
    public static TrainingPlan sharded(TrainingPlan plan, Model model) {
        if (plan.execution().shards() > 0) {
            return plan;
        }
        boolean saves =
                model.images().isPresent() && plan.execution().recompute().memory() != Memory.STORED;
        return plan.withShards(saves ? 1 : shards(model, plan.batchSize()));
    }

    private static boolean isWorth(Model model, int rows) {
        return model.images().isPresent()
                ? rows * model.width() >= LEAST
                : (long) rows * model.parameters().size() >= TrainingDefaults.LEAST_WORK;
    }

    /**
     * A traced step.
     *
     * @param program its inputs are the batch, the noise, the parameters, the optimizer's and the masks
     * @param masks the dropout masks
     * @param parts the number of segments that the backward pass can recompute
     * @param moved the parameters that it moves
     */
    record Step(Program program, Dropout.Masks masks, int parts, MovedParameters moved) {}

    /** The program of a step; its inputs are the batch, the noise, the parameters and the optimizer's. */
    public static Program of(Model model, TrainingPlan plan) {
        return step(model, plan, Objective.meanBound(), Set.of()).program();
    }

    /** The program of a shard's gradient, for a plan with several shards. */
    public static Program ofShard(Model model, TrainingPlan plan) {
        return shard(model, plan, Objective.meanBound(), Set.of()).program();
    }

    /**
     * The plan with as few recomputed segments as its memory allows; none, which is fastest, if all activations fit.
     *
     * @param bytes the memory for a step in float32
     */
    public static TrainingPlan fitted(Model model, TrainingPlan plan, long bytes) {
        TrainingPlan all = sharded(plan.withMemory(Memory.STORED), model);
        if (bytes(model, all) <= bytes) {
            return all;
        }
        int tooFew = 0;
        int enough = shard(model, all, Objective.meanBound(), Set.of()).parts;
        while (enough - tooFew > 1) {
            int parts = (tooFew + enough) / 2;
            if (bytes(model, all.withRecompute(new TrainingPlan.Recompute(Memory.CHECKPOINTED, parts))) <= bytes) {
                enough = parts;
            } else {
                tooFew = parts;
            }
        }
        return all.withRecompute(new TrainingPlan.Recompute(Memory.CHECKPOINTED, enough));
    }

    /**
     * The memory of a training step in float32. All shards count; they share the parameters of {@link #together}.
     *
     * @throws IllegalArgumentException if one array cannot hold a program's numbers
     */
    public static long bytes(Model model, TrainingPlan wanted) {
        return bytes(model, wanted, program -> BufferPlan.of(program).size());
    }

    /** An upper bound of {@link #bytes} that needs no plan, and so a fraction of its time: as if no values shared memory. */
    public static long mostBytes(Model model, TrainingPlan wanted) {
        return bytes(model, wanted, BufferPlan::mostFloats);
    }

    private static long bytes(Model model, TrainingPlan wanted, ToLongFunction<Program> floats) {
        TrainingPlan plan = sharded(wanted, model);
        if (plan.execution().shards() == 1) {
            return Float.BYTES * floats.applyAsLong(of(model, plan));
        }
        Program shard = ofShard(model, plan);
        Program together = together(model, plan);
        long shared = SharedArray.inputs(shard, together).stream()
                .mapToLong(SharedArray::size)
                .sum();
        return Float.BYTES
                * (plan.execution().shards() * (floats.applyAsLong(shard) - shared) + floats.applyAsLong(together));
    }

    /**
     * Traces a step on a whole batch.
     *
     * @param kept the names of reversible segments whose inputs are stored anyway
     */
    static Step step(Model model, TrainingPlan plan, Objective objective, Set<String> kept) {
        return step(
                model,
                plan,
                objective,
                kept,
                plan.batchSize(),
                (parameters, gradient) -> descend(plan, parameters, gradient));
    }

    /** Traces loss and {@link #GRADIENT} of a shard, for {@link #together}. */
    static Step shard(Model model, TrainingPlan plan, Objective objective, Set<String> kept) {
        return step(
                model,
                plan,
                objective,
                kept,
                rowsOfAShard(plan),
                (_, gradient) -> gradient.trace().output(GRADIENT, gradient));
    }

    /**
     * The program that descends along the mean of the shards' gradients; they are the inputs {@link #GRADIENT} with the
     * number of the shard.
     */
    public static Program together(Model model, TrainingPlan plan) {
        return together(plan, moved(model, Objective.meanBound(), rowsOfAShard(plan)));
    }

    static Program together(TrainingPlan plan, MovedParameters moved) {
        Trace t = new Trace();
        Tensor parameters = moved.in(t);
        Shape shape = parameters.shape();
        Tensor sum = t.input(GRADIENT + 0, shape);
        for (int i = 1; i < plan.execution().shards(); i++) {
            sum = sum.plus(t.input(GRADIENT + i, shape));
        }
        descend(plan, parameters, sum.times(1.0 / plan.execution().shards()));
        return t.program();
    }

    private static Step step(
            Model model,
            TrainingPlan plan,
            Objective objective,
            Set<String> kept,
            int rows,
            BiConsumer<Tensor, Tensor> gradient) {
        MovedParameters moved = moved(model, objective, rows);
        Trace t = new Trace();
        Dropout.Masks masks = Dropout.on(t);
        Segment.use(
                t,
                plan.execution().recompute().memory(),
                plan.execution().recompute().segments());
        InverseError.exempt(t, kept);
        Tensor parameters = moved.in(t);
        Tensor loss = loss(model, objective, rows, t);
        gradient.accept(parameters, moved.gradient(loss));
        t.output(LOSS, loss);
        return new Step(t.program(), masks, Segment.begun(t), moved);
    }

    private static int rowsOfAShard(TrainingPlan plan) {
        return plan.batchSize() / plan.execution().shards();
    }

    private static MovedParameters moved(Model model, Objective objective, int rows) {
        return MovedParameters.of(model.parameters(), t -> loss(model, objective, rows, t));
    }

    private static Tensor loss(Model model, Objective objective, int rows, Trace t) {
        Tensor x = t.batch(Model.X, Shape.of(rows, model.inputWidth()));
        return objective.loss(model.bound(x), parameters(model, t), x);
    }

    private static void descend(TrainingPlan plan, Tensor parameters, Tensor gradient) {
        Tensor clipped =
                plan.descent().clips() ? Clip.byNorm(gradient, plan.descent().clipNorm()) : gradient;
        Tensor next = plan.descent().optimizer().step(parameters, clipped);
        parameters.trace().update(parameters, next);
        if (plan.descent().averages()) {
            plan.descent().ema().step(next);
        }
    }

    /** ∂loss/∂parameters, flat like the parameters [n]; zero for frozen ones. */
    public static Tensor gradient(Model model, Tensor loss) {
        List<Parameter> all = List.copyOf(model.parameters().all());
        List<Parameter> trained = all.stream().filter(p -> !p.isFrozen()).toList();
        Trace t = loss.trace();
        Iterator<Tensor> gradients =
                Gradient.of(loss, trained.stream().map(p -> p.in(t)).toList()).iterator();
        return Tensor.concat(
                0,
                all.stream()
                        .map(p -> p.isFrozen() ? t.constant(0).broadcast(p.shape()) : gradients.next())
                        .map(g -> g.reshape(g.shape().size()))
                        .toList());
    }

    /** The random numbers of the dropout masks of a shard in a step. */
    static RandomGenerator masks(TrainingPlan plan, long step, int shard) {
        return Purpose.DROPOUT_MASKS.stream(plan.seed())
                .generator(step * plan.execution().shards() + shard);
    }

    private static List<Tensor> parameters(Model model, Trace t) {
        return model.parameters().all().stream().map((Parameter p) -> p.in(t)).toList();
    }
}
