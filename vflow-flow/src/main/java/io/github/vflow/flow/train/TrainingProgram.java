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
     * @param parts how many parts could be computed again
     */
    record Step(Program program, Dropout.Masks masks, int parts) {}

    /** The program of a step; its inputs are the batch, the noise, the parameters and the optimizer's. */
    public static Program of(Model model, TrainingPlan plan) {
        return step(model, plan, Set.of()).program();
    }

    /**
     * The plan with as much kept as its program may take: all, which is fastest, or of as few parts as can be only what they are
     * computed again from.
     *
     * @param bytes of a program in float32
     */
    public static TrainingPlan fitted(Model model, TrainingPlan plan, long bytes) {
        TrainingPlan all = plan.memory(Memory.STORED);
        Step stored = step(model, all, Set.of());
        if (bytes(stored.program) <= bytes) {
            return all;
        }
        int tooFew = 0;
        int enough = stored.parts;
        while (enough - tooFew > 1) {
            int parts = (tooFew + enough) / 2;
            if (bytes(of(model, plan.memory(Memory.CHECKPOINTED).again(parts))) <= bytes) {
                enough = parts;
            } else {
                tooFew = parts;
            }
        }
        return plan.memory(Memory.CHECKPOINTED).again(enough);
    }

    private static long bytes(Program program) {
        return Float.BYTES * BufferPlan.of(program).size();
    }

    /**
     * A step.
     *
     * @param kept the names of reversible parts whose inputs are kept all the same
     */
    static Step step(Model model, TrainingPlan plan, Set<String> kept) {
        Trace t = new Trace();
        Dropout.Masks masks = Dropout.on(t);
        Segment.use(t, plan.memory(), plan.again());
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
        return new Step(t.program(), masks, Segment.begun(t));
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
