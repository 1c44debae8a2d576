package io.github.vflow.examples;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.audit.BijectorAudit;
import io.github.vflow.flow.bijector.ActNorm;
import io.github.vflow.flow.bijector.Bijector;
import io.github.vflow.flow.bijector.Chain;
import io.github.vflow.flow.bijector.InvertibleLinear;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.ToyDensity;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.map.Mapped;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Initialisation;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.TrainingPlan;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializers;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.ir.Shape;
import io.github.vflow.tensor.run.Engines;
import java.io.PrintStream;

/** A bijector of one's own: written, checked against the laws, and trained among those of the library. */
public final class OwnBijector {
    private OwnBijector() {}

    /** y = x for x &gt; 0, and eᵃ·x below: a rectifier that leaks by a learned amount, ln |dy/dx| = a where x &lt; 0. */
    record LeakyBend(Parameter logSlope) implements Bijector {
        static LeakyBend of(Scope scope, int features) {
            return new LeakyBend(scope.parameter("a", Shape.of(features), Initializers.constant(-0.5)));
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
            Tensor positive = x.greater(0);
            Tensor log = positive.select(x.trace().constant(0), a);
            return new Mapped(x.times(log.exp()), log.sum(1));
        }
    }

    /** Runs the example. */
    public static void main(String[] args) {
        run(System.out, 3_000);
    }

    /** Answers the mean log-likelihood before and after training, in nats. */
    static double[] run(PrintStream out, long steps) {
        Parameters parameters = new Parameters();
        Bijector[] parts = new Bijector[12];
        for (int i = 0; i < parts.length; i += 3) {
            Scope scope = parameters.scope().in(i / 3);
            parts[i] = ActNorm.of(scope, 2);
            parts[i + 1] = InvertibleLinear.of(scope, 2);
            parts[i + 2] = LeakyBend.of(scope, 2);
        }
        Bijector bijector = Chain.of(parts);
        parameters.initialise(1);

        double[][] points = {{0.3, -1.2}, {-2, 0.1}, {1.5, 2.5}, {-0.4, -0.6}};
        out.println("the laws of bijectors: " + BijectorAudit.of(bijector, parameters, points));
        BijectorAudit.require(bijector, parameters, points, 1e-8);

        Engine engine = Engines.vector(1);
        Model flow = Model.flow(2, bijector, parameters);
        Rows test = ToyDensity.MOONS.sample(2_000, 99);
        BatchSource batches = BatchSource.of(2, ToyDensity.MOONS.sampler(1)::fill);
        Initialisation.run(flow, engine, batches, 64, 1);
        double before = mean(flow, engine, test);
        new Trainer(flow, TrainingPlan.of(steps, 64, 2e-3, 1), engine).fit(batches);
        double after = mean(flow, engine, test);
        out.printf("two moons: ln p(x) = %.3f nats before training, %.3f after%n", before, after);
        return new double[] {before, after};
    }

    /** The mean bound of some rows, in nats; of a plain flow the mean of ln p(x). */
    private static double mean(Model model, Engine engine, Rows rows) {
        try (Evaluator evaluator = Evaluator.ofMeans(model, engine, 1, 1)) {
            return evaluator.mean(rows);
        }
    }
}
