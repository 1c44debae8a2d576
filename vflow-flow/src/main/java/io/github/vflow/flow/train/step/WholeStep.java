package io.github.vflow.flow.train.step;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.layer.norm.Dropout;
import io.github.vflow.tensor.engine.Executable;

/** A step in one program. */
record WholeStep(TrainingPlan plan, Dropout.Masks masks, Executable program, StateArrays state)
        implements TrainingStep {
    static WholeStep of(TrainingPlan plan, TrainingProgram.Step step, Executable program) {
        return new WholeStep(plan, step.masks(), program, new StateArrays(step.moved(), program));
    }

    @Override
    public double run(long number, float[] x, float[] noise) {
        program.set(Model.X, x);
        if (noise.length > 0) {
            program.set(Model.NOISE, noise);
        }
        if (!masks.areNone()) {
            masks.draw(program, TrainingProgram.masks(plan, number, 0));
        }
        plan.descent().prepare(program, number);
        program.run();
        return program.get(TrainingProgram.LOSS);
    }

    @Override
    public void close() {
        program.close();
    }
}
