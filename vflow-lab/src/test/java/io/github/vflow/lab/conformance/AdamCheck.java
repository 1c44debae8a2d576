package io.github.vflow.lab.conformance;

import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.step.TrainingProgram;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.nn.optim.step.Adam;
import io.github.vflow.tensor.autodiff.Memory;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import java.util.function.BiConsumer;

/**
 * Checks all parameters and losses of some steps of Adam on one batch.
 *
 * @param group of the parameters after the steps, such as adam_tf
 */
record AdamCheck(String group, Adam.Form form) implements Check {
    private static final int USUAL_STEPS = 5;
    private static final double RATE = 1e-3;

    @Override
    public void run(Fixture f, Engine engine, BiConsumer<String, double[]> sink) {
        if (!f.hasGroup(group) || !f.has("in.x") || !f.hasGroup("param")) {
            return;
        }
        Adam standard = Adam.standard();
        Adam adam = new Adam(standard.beta1(), standard.beta2(), standard.epsilon(), form);
        String recorded = "out." + group + "_losses";
        double[] losses = new double[f.has(recorded) ? f.shape(recorded).size() : USUAL_STEPS];
        TrainingPlan plan = new TrainingPlan(
                losses.length,
                f.shape("in.x").dim(0),
                new TrainingPlan.Descent(adam, new Schedule.Constant(0), Double.POSITIVE_INFINITY, 0),
                new TrainingPlan.Evaluation(losses.length, 0),
                0,
                new TrainingPlan.Execution(TrainingPlan.Recompute.all(Memory.CHECKPOINTED), 1));
        try (Executable e = engine.compile(TrainingProgram.of(f.model(), plan))) {
            e.set(Parameters.INPUT, f.flat("param"));
            double[] zeros = new double[f.model().parameters().size()];
            e.set(Adam.M, zeros);
            e.set(Adam.V, zeros);
            f.set(e, "in.x", "in.eps");
            for (int i = 0; i < losses.length; i++) {
                adam.prepare(e, i, RATE);
                e.run();
                losses[i] = e.get(TrainingProgram.LOSS);
            }
            double[] end = new double[zeros.length];
            e.get(Parameters.INPUT, end);
            f.unpack(group, end, sink);
            sink.accept(recorded, losses);
        }
    }
}
