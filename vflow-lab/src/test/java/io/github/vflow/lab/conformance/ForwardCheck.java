package io.github.vflow.lab.conformance;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.distribution.Flow;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.flow.part.Surjection.Lifted;
import io.github.vflow.flow.surjection.Lift;
import io.github.vflow.flow.train.step.TrainingProgram;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import java.util.function.BiConsumer;

/** Checks z, log q, ε, log-determinants, densities, ELBO, loss and the gradient of the loss. */
final class ForwardCheck implements Check {
    @Override
    public void run(Fixture f, Engine engine, BiConsumer<String, double[]> sink) {
        if (!f.has("in.x") || !f.hasGroup("param")) {
            return;
        }
        f.run(engine, t -> trace(f, t), e -> f.set(e, "in.x", "in.eps"), sink);
    }

    private static void trace(Fixture f, Trace t) {
        Tensor x = t.batch(Model.X, f.shape("in.x"));
        Lift lift = f.model().lift(x);
        Tensor elbo = density(t, f.model().flow(Condition.none()), lift.value());
        for (Lifted z : lift.steps()) {
            t.output(
                    "out.z",
                    lift.value().slice(1, x.shape().dim(1), lift.value().shape().dim(1)));
            t.output("out.log_q", z.added().negate());
            elbo = elbo.plus(z.added());
        }
        Tensor loss = elbo.mean(0).negate();
        t.output("out.elbo", elbo);
        t.output("out.loss", loss);
        if (f.hasGroup(Fixture.GRADIENT)) {
            t.output(Fixture.GRADIENT, TrainingProgram.gradient(f.model(), loss));
        }
    }

    private static Tensor density(Trace t, Flow flow, Tensor xz) {
        Mapped eps = flow.bijector().forward(xz);
        Tensor logP = flow.logProb(xz);
        t.output("out.eps", eps.value());
        t.output("out.logd_p", eps.logDet());
        t.output("out.log_p", logP);
        return logP;
    }
}
