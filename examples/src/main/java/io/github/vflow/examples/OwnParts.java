package io.github.vflow.examples;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.ModelBuilder;
import io.github.vflow.flow.Parts;
import io.github.vflow.flow.audit.BijectorAudit;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.part.Base;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.io.PrintStream;
import java.util.Locale;

/** A custom step and a custom base in a model that is put together by hand: checked against the laws, and trained. */
public final class OwnParts {
    private static final long SEED = 1;

    /** y = x for x &gt; 0, and eᵃ·x below, for a learned a: ln |dy/dx| = a where x &lt; 0. */
    record LeakyBend(Parameter logSlope) implements Bijector {
        static LeakyBend of(Scope scope, int features) {
            return new LeakyBend(scope.parameter("a", Shape.of(features), Initializer.constant(-0.5)));
        }

        @Override
        public Mapped forward(Tensor x) {
            return bend(x, logSlope.in(x.trace()));
        }

        @Override
        public Mapped inverse(Tensor y) {
            return bend(y, logSlope.in(y.trace()).negate());
        }

        private static Mapped bend(Tensor x, Tensor a) {
            Tensor log = x.greater(0).select(x.trace().constant(0), a);
            return new Mapped(x.times(log.exp()), log.sum(1));
        }
    }

    /**
     * ε = sinh(t·asinh(n)) of normal numbers n, with heavier tails the larger t (Jones and Pewsey, 2009). As n = sinh(asinh(ε)/t), ln p(ε) =
     * ln N(n) + ½·ln(1 + n²) − ½·ln(1 + ε²) − ln t in each dimension. The parameter is ln t [d].
     */
    record SinhArcsinh(Parameter logTail) implements Base {
        static SinhArcsinh of(Scope scope, int features) {
            return new SinhArcsinh(scope.parameter("t", Shape.of(features), Initializer.zeros()));
        }

        @Override
        public Tensor logProb(Tensor eps) {
            Tensor t = logTail.in(eps.trace());
            Tensor n = sinh(asinh(eps).times(t.negate().exp()));
            Tensor ratio = n.square().log1p().minus(eps.square().log1p());
            return Parts.standardNormal()
                    .logProb(n)
                    .plus(ratio.times(0.5).minus(t).sum(1));
        }

        @Override
        public Tensor sample(Tensor noise) {
            return sinh(asinh(noise).times(logTail.in(noise.trace()).exp()));
        }

        private static Tensor sinh(Tensor x) {
            return x.exp().minus(x.negate().exp()).times(0.5);
        }

        private static Tensor asinh(Tensor x) {
            return x.sign().times(x.square().plus(1).sqrt().plus(x.abs()).log());
        }
    }

    private OwnParts() {}

    /** Runs the example. */
    public static void main(String[] args) {
        run(System.out, 3_000);
    }

    /** Answers ln p of new rows, in nats, before and after the training, and ln t of the first dimension. */
    static double[] run(PrintStream out, long steps) {
        Parameters parameters = new Parameters();
        Scope scope = parameters.scope();
        Bijector bend = LeakyBend.of(scope.in("bend"), 3);
        Bijector f = Parts.chain(Parts.actNorm(scope.in("norm"), 3), Parts.linear(scope.in("map"), 3), bend);
        SinhArcsinh base = SinhArcsinh.of(scope.in("base"), 3);
        FlowModel model = new ModelBuilder(3, Bijector.Conditional.always(f), parameters)
                .base(base)
                .build();
        parameters.initialise(SEED);
        BijectorAudit.require(bend, parameters, new double[][] {{0.5, -0.3, 1}, {-1.5, 2, -0.1}}, 1e-6);

        Engine engine = Engines.vector(1);
        BatchSource batches = BatchSource.of(Rows.of(FitATable.sensors(4_000, 7)), SEED);
        Trainer.initialise(model, engine, batches, 256, SEED);
        double before = logProb(model, engine);
        new Trainer(model, TrainingPlan.of(steps, 128, 3e-3, SEED), engine).fit(batches);
        double after = logProb(model, engine);
        out.printf(Locale.ROOT, "ln p of new rows: %.3f before the training, %.3f after it%n", before, after);
        return new double[] {before, after, parameters.get(base.logTail())[0]};
    }

    private static double logProb(FlowModel model, Engine engine) {
        try (Evaluator evaluator = Evaluator.ofMeans(model, engine, 1, SEED)) {
            return evaluator.mean(Rows.of(FitATable.sensors(1_000, 8)));
        }
    }
}
