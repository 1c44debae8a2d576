package io.github.vflow.flow.train;

import io.github.vflow.flow.Model;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.layer.Dropout;
import io.github.vflow.nn.optim.Clip;
import io.github.vflow.nn.optim.Ema;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.autodiff.Drift;
import io.github.vflow.tensor.autodiff.Gradient;
import io.github.vflow.tensor.autodiff.Memory;
import io.github.vflow.tensor.autodiff.Segment;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Shape;
import io.github.vflow.tensor.plan.BufferPlan;
import java.util.List;
import java.util.Set;

/** One training step as one program: bound, gradient, clipping, Adam, moving average. */
public final class TrainingProgram {
    /** The output with the loss of the batch: the mean of −bound, in nats. */
    public static final String LOSS = "loss";

    private TrainingProgram() {}

    /**
     * A step.
     *
     * @param program its inputs are the batch, the noise, the parameters, the optimizer's and the masks
     * @param masks of dropout
     */
    record Step(Program program, Dropout.Masks masks) {}

    /** The program of a step; its inputs are the batch, the noise, the parameters and the optimizer's. */
    public static Program of(Model model, TrainingPlan plan) {
        return step(model, plan, Set.of()).program();
    }

    /** What a step should keep: all, which is fastest, if its program then takes at most so many bytes in float32. */
    public static Memory memory(Model model, TrainingPlan plan, long bytes) {
        long all = (long) Float.BYTES
                * BufferPlan.of(of(model, plan.memory(Memory.STORED))).size();
        return all <= bytes ? Memory.STORED : Memory.CHECKPOINTED;
    }

    /**
     * A step.
     *
     * @param kept the names of reversible parts whose inputs are kept all the same
     */
    static Step step(Model model, TrainingPlan plan, Set<String> kept) {
        Trace t = new Trace();
        Dropout.Masks masks = Dropout.on(t);
        Segment.use(t, plan.memory());
        Drift.exempt(t, kept);
        Tensor flat = model.parameters().flat(t);
        Tensor x = t.batch(Model.X, Shape.of(plan.batchSize(), model.width()));
        Tensor loss = model.bound(x).mean(0).negate();
        Tensor gradient = gradient(model, loss);
        if (plan.clips()) {
            gradient = Clip.byNorm(gradient, plan.clipNorm());
        }
        Tensor next = plan.optimizer().step(flat, gradient);
        t.update(flat, next);
        if (plan.averages()) {
            new Ema(plan.emaDecay()).step(next);
        }
        t.output(LOSS, loss);
        return new Step(t.program(), masks);
    }

    /** ∂loss/∂parameters, flat like the parameters [n]. */
    public static Tensor gradient(Model model, Tensor loss) {
        Trace t = loss.trace();
        List<Tensor> parameters =
                model.parameters().all().stream().map((Parameter p) -> p.in(t)).toList();
        List<Tensor> pieces = Gradient.of(loss, parameters).stream()
                .map(g -> g.reshape(g.shape().size()))
                .toList();
        return Tensor.concat(0, pieces);
    }
}
