package io.github.vflow.lab.conformance;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.bijector.Chain;
import io.github.vflow.flow.bijector.image.ContextFlow;
import io.github.vflow.flow.bijector.layer.Checkpointed;
import io.github.vflow.flow.distribution.Flow;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.flow.part.Surjection;
import io.github.vflow.flow.part.Surjection.Lifted;
import io.github.vflow.flow.surjection.Augment;
import io.github.vflow.flow.surjection.Lift;
import io.github.vflow.flow.surjection.column.Dequantize;
import io.github.vflow.flow.surjection.column.Dequantizer;
import io.github.vflow.flow.train.step.TrainingProgram;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.nn.optim.step.Clip;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.shape.Shape;
import java.util.function.BiConsumer;

/** Checks every quantity from the pixels to the loss, the state after each step of p, and the gradient of the loss. */
record ImageForwardCheck(FlowModel model) implements Check {
    @Override
    public void run(Fixture f, Engine engine, BiConsumer<String, double[]> sink) {
        if (!f.has("out.elbo")) {
            return;
        }
        Shape shape = Shape.of(f.shape("in.x").dim(0), model.features());
        f.run(engine, t -> trace(f, t.batch(Model.X, shape)), e -> f.set(e, "in.x", "in.eps"), sink);
    }

    private void trace(Fixture f, Tensor x) {
        Trace t = x.trace();
        Lift lift = model.lift(x);
        Lifted dequantized = lift.steps().get(0);
        Lifted real = lift.steps().get(1);
        Tensor v = real.value();
        Tensor xz = lift.value();
        Flow p = model.flow(Condition.none());
        Mapped eps = p.bijector().forward(xz);
        Tensor logBase = p.base().logProb(eps.value());
        Tensor logP = logBase.plus(eps.logDet()).plus(real.added());
        Tensor elbo = logP.plus(dequantized.added());
        if (lift.steps().size() > 2) {
            Tensor added = lift.steps().get(2).added();
            t.output("out.z", xz.slice(3, v.shape().dim(3), xz.shape().dim(3)));
            t.output("out.log_q", added.negate());
            elbo = elbo.plus(added);
        }
        Tensor loss = elbo.mean(0).negate();
        t.output("out.u", dequantized.value().minus(x.reshape(v.shape())));
        t.output("out.log_r", dequantized.added().negate());
        t.output("out.v", v);
        t.output("out.logd_img", real.added());
        t.output("out.eps", eps.value());
        t.output("out.log_base", logBase);
        t.output("out.logd_p", eps.logDet());
        t.output("out.log_p", logP);
        t.output("out.elbo", elbo);
        t.output("out.bpd", elbo.times(-1 / (Math.log(2) * model.features())));
        t.output("out.loss", loss);
        contexts(x, v);
        states(xz);
        if (f.hasGroup(Fixture.GRADIENT)) {
            Tensor gradient = TrainingProgram.gradient(model, loss);
            t.output(Fixture.GRADIENT, gradient);
            t.output("out.grad_norm", Clip.norm(gradient));
        }
    }

    private void contexts(Tensor x, Tensor v) {
        for (Surjection s : model.surjections()) {
            if (s instanceof Dequantize d && d.dequantizer() instanceof Dequantizer.Variational r) {
                Tensor scaled = x.dividedBy(d.levels()).minus(0.5);
                context("out.context_r", r.flow(), scaled.reshape(v.shape()));
            } else if (s instanceof Augment a) {
                context("out.context_q", a.posterior().flow(), v);
            }
        }
    }

    private static void context(String name, Bijector.Conditional flow, Tensor image) {
        if (flow instanceof ContextFlow c) {
            image.trace().output(name, c.context(image));
        }
    }

    /** Records both halves and the log-determinant after each step of p. */
    private void states(Tensor xz) {
        Trace t = xz.trace();
        Tensor x = xz;
        int step = 0;
        for (Bijector part : ((Chain) model.bijector()).parts()) {
            Mapped next = part.forward(x);
            x = next.value();
            if (part instanceof Checkpointed) {
                int c = next.value().shape().dim(3) / 2;
                String name = "trace.p." + step++;
                t.output(name + ".a", next.value().slice(3, 0, c));
                t.output(name + ".b", next.value().slice(3, c, 2 * c));
                t.output(name + ".logd", next.logDet());
            }
        }
    }
}
