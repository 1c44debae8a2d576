package io.github.vflow.flow.train;

import io.github.vflow.flow.Model;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that training carries from step to step; with the plan and the data it determines the rest of the run.
 *
 * @param step steps done
 * @param parameters the last parameters
 * @param m Adam's first moments
 * @param v Adam's second moments
 * @param ema the moving average; null without one
 * @param best the parameters with the best validation bound; null before the first
 * @param bestBound that bound
 * @param stale evaluations since
 * @param kept names of reversible steps whose inverse drifted, so that their inputs are kept
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
        Set<String> kept) {
    /** With a copy of the set. */
    public TrainingState {
        kept = Set.copyOf(kept);
    }

    /** Before the first step of a plan, with the model's present parameters. */
    public static TrainingState start(Model model, TrainingPlan plan) {
        return start(model.parameters().values(), plan.averages());
    }

    private static TrainingState start(float[] parameters, boolean averages) {
        int n = parameters.length;
        float[] copy = Arrays.copyOf(parameters, n);
        return new TrainingState(
                0,
                copy,
                new float[n],
                new float[n],
                averages ? copy.clone() : null,
                null,
                Double.NEGATIVE_INFINITY,
                0,
                Set.of());
    }

    /** What is evaluated and used: the moving average if there is one. */
    public float[] current() {
        return ema != null ? ema : parameters;
    }

    /** After an evaluation. */
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
                kept);
    }

    /** With the inputs of more steps kept. */
    TrainingState keeping(Set<String> names) {
        Set<String> all = new TreeSet<>(kept);
        all.addAll(names);
        return new TrainingState(step, parameters, m, v, ema, best, bestBound, stale, all);
    }
}
