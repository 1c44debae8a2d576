package io.github.vflow.flow.train;

import io.github.vflow.flow.Model;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.optim.Adam;
import io.github.vflow.nn.optim.Ema;
import io.github.vflow.tensor.engine.Engine;
import java.util.Set;

/**
 * Steps of training on an engine: θ ← Adam(θ, clip(∇ mean −bound)), and the moving average. A batch in shards has the mean of their
 * gradients. What a step does depends on the state, the step's number and what it is given alone, not on threads. Not thread-safe.
 */
public sealed interface TrainingStep extends AutoCloseable permits WholeStep, ShardedStep {
    /** By a plan, from parameters that are still to be set. */
    static TrainingStep of(Model model, TrainingPlan plan, Engine engine) {
        return of(model, plan, Set.of(), engine);
    }

    /**
     * By a plan.
     *
     * @param kept the names of reversible parts whose inputs are kept all the same
     */
    static TrainingStep of(Model model, TrainingPlan plan, Set<String> kept, Engine engine) {
        if (plan.shards() == 1) {
            TrainingProgram.Step step = TrainingProgram.step(model, plan, kept);
            return new WholeStep(plan, step.masks(), engine.compile(step.program()));
        }
        TrainingProgram.Step shard = TrainingProgram.shard(model, plan, kept);
        return new ShardedStep(
                model,
                plan,
                shard.masks(),
                engine.compile(shard.program(), plan.shards(), TrainingProgram.together(model, plan)));
    }

    /**
     * Sets a part of the state.
     *
     * @param name {@link Parameters#INPUT}, {@link Adam#M}, {@link Adam#V} or {@link Ema#INPUT}
     */
    void set(String name, float[] values);

    /** Copies a part of the state. */
    void get(String name, float[] into);

    /**
     * A step.
     *
     * @param number from zero, which gives the learning rate and the masks of dropout
     * @param x the batch [batch, width]
     * @param noise of the bound [batch, noise]
     * @return the loss before the step, the mean of −bound in nats
     */
    double run(long number, float[] x, float[] noise);

    @Override
    void close();
}
