package io.github.vflow.examples;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.io.PrintStream;

/** Theorem 1 of the paper as code: a trained flow gets more dimensions, loses nothing, and goes on from there. */
public final class TheoremOne {
    private TheoremOne() {}

    /** Runs the example. */
    public static void main(String[] args) {
        run(System.out, 10_000);
    }

    /** Answers the mean log-likelihood of the flow, the ELBO at step 0, and the ELBO after training, in nats. */
    static double[] run(PrintStream out, long steps) {
        Engine engine = Engines.vector(1);
        ToyDensity data = ToyDensity.CHECKERBOARD;
        Rows test = data.sample(2_000, 99);

        FlowModel flow = Models.of(RowSpec.of(2, 0, 2), 1);
        BatchSource batches = BatchSource.of(2, data.sampler(1));
        Trainer.initialise(flow, engine, batches, 64, 1);
        TrainingPlan plan = TrainingPlan.of(steps, 64, 1e-3, 1).withSchedule(new Schedule.Linear(1e-3, steps));
        new Trainer(flow, plan, engine).fit(batches);
        double before = mean(flow, engine, test);
        out.printf("flow, 2 dimensions        ln p(x) = %.5f nats%n", before);

        FlowModel augmented = Models.augmented(flow, 4, 1);
        double start = mean(augmented, engine, test);
        out.printf("VFlow, 6 dimensions       ELBO    = %.5f nats at step 0: the same%n", start);

        new Trainer(augmented, plan, engine).fit(batches);
        double after = mean(augmented, engine, test);
        out.printf("VFlow, trained from there ELBO    = %.5f nats%n", after);
        return new double[] {before, start, after};
    }

    /** The mean bound of some rows, in nats; of a plain flow the mean of ln p(x). */
    private static double mean(Model model, Engine engine, Rows rows) {
        try (Evaluator evaluator = Evaluator.ofMeans(model, engine, 1, 1)) {
            return evaluator.mean(rows);
        }
    }
}
