package io.github.vflow.flow.train.step;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.layer.norm.Dropout;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import java.util.function.ObjIntConsumer;

/**
 * A step in shards: one program for the gradient of each shard, and one that descends along the mean of the gradients.
 */
final class ShardedStep implements TrainingStep {
    private final TrainingPlan plan;
    private final Dropout.Masks masks;
    private final Engine.Sharded programs;
    private final StateArrays state;
    private final Shard[] shards;
    private final ObjIntConsumer<Executable> work = this::gradient;
    private long number;

    /** The inputs of a shard and its loss. */
    private record Shard(float[] x, float[] noise, double[] loss) {}

    ShardedStep(Model model, TrainingPlan plan, TrainingProgram.Step shard, Engine.Sharded programs) {
        this.plan = plan;
        this.masks = shard.masks();
        this.programs = programs;
        this.state = new StateArrays(shard.moved(), programs.together());
        shards = new Shard[plan.execution().shards()];
        int rows = plan.batchSize() / shards.length;
        for (int i = 0; i < shards.length; i++) {
            shards[i] = new Shard(new float[rows * model.inputWidth()], new float[rows * model.noise()], new double[1]);
        }
    }

    @Override
    public StateArrays state() {
        return state;
    }

    @Override
    public double run(long number, float[] x, float[] noise) {
        this.number = number;
        for (int i = 0; i < shards.length; i++) {
            System.arraycopy(x, i * shards[i].x.length, shards[i].x, 0, shards[i].x.length);
            System.arraycopy(noise, i * shards[i].noise.length, shards[i].noise, 0, shards[i].noise.length);
        }
        programs.each(work);
        Executable together = programs.together();
        double loss = 0;
        for (Shard shard : shards) {
            loss += shard.loss[0] / shards.length;
        }
        plan.descent().prepare(together, number);
        together.run();
        return loss;
    }

    private void gradient(Executable program, int i) {
        Shard shard = shards[i];
        program.set(Model.X, shard.x);
        if (shard.noise.length > 0) {
            program.set(Model.NOISE, shard.noise);
        }
        if (!masks.areNone()) {
            masks.draw(program, TrainingProgram.masks(plan, number, i));
        }
        program.run();
        shard.loss[0] = program.get(TrainingProgram.LOSS);
    }

    @Override
    public void close() {
        programs.close();
    }
}
