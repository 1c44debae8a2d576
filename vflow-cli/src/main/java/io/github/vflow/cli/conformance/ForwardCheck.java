package io.github.vflow.cli.conformance;

import io.github.vflow.flow.Lift;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.distribution.Flow;
import io.github.vflow.flow.surjection.Lifted;
import io.github.vflow.flow.train.step.TrainingProgram;
import io.github.vflow.flow.transformer.Mapped;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import java.util.function.BiConsumer;

/** Checks z, log q, ε, log-determinants, densities, ELBO, loss and the gradient of the loss. */
final class ForwardCheck implements Check {
    private static final String GRADIENT = "grad";

    @Override
    public void run(Fixture f, Engine engine, BiConsumer<String, double[]> sink) {
        if (!f.has("in.x") || !f.hasGroup("param")) {
            return;
        }
        Trace t = new Trace();
        f.model().parameters().flat(t);
        trace(f, t);
        try (Executable e = engine.compile(t.program())) {
            e.set(Parameters.INPUT, f.flat("param"));
            e.set(Model.X, f.values("in.x"));
            if (f.model().noise() > 0) {
                e.set(Model.NOISE, f.values("in.eps_z"));
            }
            e.run();
            t.program().outputs().forEach((name, value) -> {
                double[] v = new double[value.shape().size()];
                e.get(name, v);
                if (name.equals(GRADIENT)) {
                    f.unpack(GRADIENT, v, sink);
                } else {
                    sink.accept(name, v);
                }
            });
        }
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
        if (f.hasGroup(GRADIENT)) {
            t.output(GRADIENT, TrainingProgram.gradient(f.model(), loss));
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
