package io.github.vflow.flow.train;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.bijector.layer.Layers;
import io.github.vflow.flow.distribution.Draw;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.flow.surjection.Lift;
import io.github.vflow.flow.train.plan.Objective;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.step.TrainingStep;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.shape.Shape;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/** Finds the step, the layer and the row at which training diverged; repeats the steps since the last good state. */
record Diagnosis(FlowModel model, TrainingPlan plan, Objective objective, Engine engine, BatchSource source) {
    private static final String BOUND = "bound";

    /**
     * The exception for a divergence.
     *
     * @param good the last state whose loss and parameters are finite
     * @param failed the number, from zero, of the step after which the loss or a parameter was not finite
     */
    DivergedException of(TrainingState good, long failed) {
        float[] before = good.parameters();
        try (Batch batch = Batch.of(model, source, plan, engine, good.labels());
                TrainingStep training = TrainingStep.of(model, plan, objective, good.kept(), engine)) {
            good.load(training);
            for (long step = good.step(); step <= failed; step++) {
                float[] current = before;
                batch.fill(step, () -> current);
                double loss;
                try {
                    loss = training.run(step, batch.x, batch.noise);
                } catch (ArithmeticException e) {
                    return blamed(step, batch, before, String.valueOf(e.getMessage()));
                }
                if (!Double.isFinite(loss)) {
                    return blamed(step, batch, before, "the loss is " + loss);
                }
                TrainingState after = good.moved(training, step + 1);
                Optional<String> bad = after.notFinite(model.parameters());
                if (bad.isPresent()) {
                    return blamed(step, batch, before, "afterwards " + bad.get());
                }
                before = after.parameters();
            }
        }
        throw new IllegalStateException("Trainer: step " + (failed + 1)
                + " diverged, but not when it was repeated; a step must depend on its state and number alone");
    }

    /**
     * The exception for a step that failed.
     *
     * @param before the parameters before the step
     */
    DivergedException blamed(long step, Batch batch, float[] before, String what) {
        Culprit culprit = culprit(batch, before);
        String where = culprit.position < 0 ? "" : " " + source.describe(step, plan.batchSize(), culprit.position);
        return new DivergedException(
                "Trainer: training diverged at step " + (step + 1) + " (learning rate "
                        + plan.descent().schedule().at(step) + "): " + what
                        + "; " + culprit.words + where
                        + "; lower the learning rate, clip the gradient, or check the data for outliers",
                step + 1);
    }

    /** The faulty layer in words, and the position of the row in the batch; −1 if no single row is the cause. */
    private record Culprit(String words, int position) {}

    /**
     * The first row whose bound is not finite, with the first layer whose value is not; else the row with the lowest
     * bound.
     */
    private Culprit culprit(Batch batch, float[] parameters) {
        int b = plan.batchSize();
        OptionalInt itself = notFinite(batch.x, model.inputWidth());
        if (itself.isPresent()) {
            return new Culprit("a number is not finite in float32 in", itself.getAsInt());
        }
        Trace t = new Trace();
        model.parameters().flat(t);
        Tensor x = t.batch(Model.X, Shape.of(b, model.inputWidth()));
        SequencedMap<String, Tensor> values = new LinkedHashMap<>();
        Lift lift = model.lift(x);
        Tensor value = lift.value();
        values.put("the augmented row [x, z]", value);
        lift.discrete().ifPresent(d -> values.put("the probability of the discrete columns", d.logProb()));
        Tensor bound =
                lift.discrete().map(Draw::logProb).orElseGet(() -> t.constant(0).broadcast(Shape.of(b)));
        for (Layers.Layer layer : Layers.of(model.bijector(lift.condition()))) {
            Mapped next = layer.bijector().forward(value);
            value = next.value();
            bound = bound.plus(next.logDet());
            values.put("layer " + layer.name(), value);
            values.put("the log-determinant of layer " + layer.name(), next.logDet());
        }
        if (model.hasFlow()) {
            Tensor base = model.flow(lift.condition()).base().logProb(value);
            values.put("the base density", base);
            bound = bound.plus(base);
        }
        values.forEach(t::output);
        t.output(BOUND, bound);
        try (Executable e = engine.compile(t.program())) {
            e.set(Parameters.INPUT, parameters);
            e.set(Model.X, batch.x);
            if (batch.noise.length > 0) {
                e.set(Model.NOISE, batch.noise);
            }
            e.run();
            for (String name : values.keySet()) {
                float[] rows = read(e, name, values.get(name).shape().size());
                OptionalInt bad = notFinite(rows, Math.max(1, rows.length / b));
                if (bad.isPresent()) {
                    return new Culprit(name + " is the first that is not finite, at", bad.getAsInt());
                }
            }
            float[] bounds = read(e, BOUND, b);
            int lowest = 0;
            for (int i = 1; i < b; i++) {
                lowest = bounds[i] < bounds[lowest] ? i : lowest;
            }
            return new Culprit("every layer is finite but the gradient is not; furthest out is", lowest);
        } catch (ArithmeticException e) {
            return new Culprit(
                    Singular.find(model.parameters(), parameters).orElse("no layer is to blame by itself"), -1);
        }
    }

    private static float[] read(Executable e, String name, int size) {
        float[] values = new float[size];
        e.get(name, values);
        return values;
    }

    private static OptionalInt notFinite(float[] rows, int width) {
        for (int i = 0; i < rows.length; i++) {
            if (!Float.isFinite(rows[i])) {
                return OptionalInt.of(i / width);
            }
        }
        return OptionalInt.empty();
    }
}
