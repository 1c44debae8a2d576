package io.github.vflow.flow.train;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.step.TrainingStep;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.optim.step.Adam;
import io.github.vflow.nn.optim.step.Ema;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The state of training after a step; with the plan and the data it determines the rest of the run.
 *
 * @param step the number of steps done
 * @param parameters the last parameters
 * @param m Adam's first moments
 * @param v Adam's second moments
 * @param ema the moving average; null without one
 * @param best the parameters with the best validation bound; null before the first evaluation
 * @param bestBound the validation bound of {@code best}
 * @param stale the number of evaluations since {@code best}
 * @param kept the names of reversible steps whose inverse error is too large, so that training stores their inputs
 * @param labels one more than the number of each completion of missing labels that was drawn last [rows · labels of a row]; 0 for none yet. Empty if
 *     no labels can be missing, or rows do not come again
 */
public record TrainingState(
        long step,
        float[] parameters,
        float[] m,
        float[] v,
        float @Nullable [] ema,
        float @Nullable [] best,
        double bestBound,
        int stale,
        Set<String> kept,
        float[] labels) {
    /** Copies the set, but not the arrays. */
    public TrainingState {
        kept = Set.copyOf(kept);
    }

    /** The state before the first step of a plan, with the model's current parameters. */
    public static TrainingState start(Model model, TrainingPlan plan) {
        float[] parameters = model.parameters().values();
        int n = parameters.length;
        float[] copy = Arrays.copyOf(parameters, n);
        return new TrainingState(
                0,
                copy,
                new float[n],
                new float[n],
                plan.descent().averages() ? copy.clone() : null,
                null,
                Double.NEGATIVE_INFINITY,
                0,
                Set.of(),
                new float[0]);
    }

    /** As {@link #start(Model, TrainingPlan)}, of parameters whose validation bound is known: only better ones take their place. */
    public static TrainingState start(Model model, TrainingPlan plan, double bound) {
        return start(model, plan).evaluated(bound);
    }

    /** The parameters to evaluate: the moving average if there is one, else the last. */
    public float[] current() {
        return ema != null ? ema : parameters;
    }

    /** The parameters of the trained model: the best if there are validation rows, else {@link #current}. */
    public float[] chosen() {
        return best != null ? best : current();
    }

    /** Sets a training step to this state. */
    void load(TrainingStep training) {
        training.set(Parameters.INPUT, parameters);
        training.set(Adam.M, m);
        training.set(Adam.V, v);
        if (ema != null) {
            training.set(Ema.INPUT, ema);
        }
    }

    /** Reads the state that a training step has reached. */
    TrainingState moved(TrainingStep training, long steps) {
        return new TrainingState(
                steps,
                read(training, Parameters.INPUT),
                read(training, Adam.M),
                read(training, Adam.V),
                ema != null ? read(training, Ema.INPUT) : null,
                best,
                bestBound,
                stale,
                kept,
                labels);
    }

    /** The state with the last draws of missing labels. */
    TrainingState drawn(float[] last) {
        return new TrainingState(step, parameters, m, v, ema, best, bestBound, stale, kept, last);
    }

    /** Says which number is not finite, such as {@code the second moment of parameter "p.0.W" has Infinity at index 3}. */
    Optional<String> notFinite(Parameters of) {
        return of.notFinite(parameters)
                .or(() -> of.notFinite(m).map("the first moment of "::concat))
                .or(() -> of.notFinite(v).map("the second moment of "::concat))
                .or(() -> ema == null ? Optional.empty() : of.notFinite(ema).map("the moving average of "::concat));
    }

    private float[] read(TrainingStep training, String name) {
        float[] values = new float[parameters.length];
        training.get(name, values);
        return values;
    }

    /** The state after an evaluation with this bound. */
    TrainingState evaluated(double bound) {
        boolean better = bound > bestBound;
        return new TrainingState(
                step,
                parameters,
                m,
                v,
                ema,
                better ? current().clone() : best,
                better ? bound : bestBound,
                better ? 0 : stale + 1,
                kept,
                labels);
    }

    /** The state with the inputs of more steps stored. */
    TrainingState keeping(Set<String> names) {
        Set<String> all = new TreeSet<>(kept);
        all.addAll(names);
        return new TrainingState(step, parameters, m, v, ema, best, bestBound, stale, all, labels);
    }
}
