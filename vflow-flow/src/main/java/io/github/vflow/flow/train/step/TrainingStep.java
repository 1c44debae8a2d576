package io.github.vflow.flow.train.step;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.train.plan.Objective;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.optim.step.Adam;
import io.github.vflow.nn.optim.step.Ema;
import io.github.vflow.tensor.engine.Engine;
import java.util.Set;

/**
 * Training steps on an engine: θ ← Adam(θ, clip(∇ mean −bound)), then the moving average. A step in shards uses the
 * mean of their gradients. The result depends on the state, the step's number, x and noise alone, not on the number of
 * threads. Not thread-safe.
 */
public sealed interface TrainingStep extends AutoCloseable permits WholeStep, ShardedStep {
    /** Compiles the steps of a plan; the caller sets the state before the first one. */
    static TrainingStep of(Model model, TrainingPlan plan, Engine engine) {
        return of(model, plan, Objective.meanBound(), Set.of(), engine);
    }

    /**
     * As {@link #of(Model, TrainingPlan, Engine)}, with another objective, and stores the inputs of some reversible segments.
     *
     * @param kept the names of these segments
     */
    static TrainingStep of(Model model, TrainingPlan wanted, Objective objective, Set<String> kept, Engine engine) {
        TrainingPlan plan = TrainingProgram.sharded(wanted, model);
        if (plan.execution().shards() == 1) {
            TrainingProgram.Step step = TrainingProgram.step(model, plan, objective, kept);
            return WholeStep.of(plan, step, engine.compile(step.program()));
        }
        TrainingProgram.Step shard = TrainingProgram.shard(model, plan, objective, kept);
        return new ShardedStep(
                model,
                plan,
                shard,
                engine.compile(
                        shard.program(), plan.execution().shards(), TrainingProgram.together(plan, shard.moved())));
    }

    /**
     * Sets one array of the state.
     *
     * @param name {@link Parameters#INPUT}, {@link Adam#M}, {@link Adam#V} or {@link Ema#INPUT}
     */
    default void set(String name, float[] values) {
        state().set(name, values);
    }

    /** Copies one array of the state. */
    default void get(String name, float[] into) {
        state().get(name, into);
    }

    /** The arrays of the state. */
    StateArrays state();

    /**
     * Runs one step.
     *
     * @param number the number of the step from zero, which determines the learning rate and the dropout masks
     * @param x the batch [batch, inputWidth]
     * @param noise the noise of the bound [batch, noise]
     * @return the loss before the step; by default the mean of −bound in nats
     */
    double run(long number, float[] x, float[] noise);

    @Override
    void close();
}
