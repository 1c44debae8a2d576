package io.github.vflow.benchmarks;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.step.TrainingProgram;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.optim.step.Adam;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.random.RandomStream;
import io.github.vflow.tensor.run.Engines;

/**
 * What training does in a step, and nothing else: draw a batch and noise, run the program. The same steps come again and
 * again from the same start, since the 20-step Glow diverges in the long run, its scales being unbounded.
 */
public final class TrainingLoop {
    /** Of every step. */
    public static final double LEARNING_RATE = 1e-4;

    private static final int STEPS = 4096;

    private static final double LOSS_TOLERANCE = 1e-4;
    private static final double GRADIENT_TOLERANCE = 1e-3;

    private final BatchSource.Filler points = ToyDensity.CHECKERBOARD.sampler(ToyModel.SEED);
    private final RandomStream normals = new RandomStream(ToyModel.SEED, 1);
    private final Adam adam = Adam.standard();
    private final FlowModel model;
    private final Program program;
    private final Executable fast;
    private final float[] x;
    private final float[] noise;
    private final float[] start;
    private final float[] zeros;
    private long step;

    /** Of a model with fresh parameters. */
    public TrainingLoop(ToyModel toy) {
        this(toy, Engines.vector(1));
    }

    TrainingLoop(ToyModel toy, Engine engine) {
        model = toy.create();
        program = TrainingProgram.of(model, TrainingPlan.of(1, ToyModel.BATCH, LEARNING_RATE, ToyModel.SEED));
        fast = engine.compile(program);
        start = model.parameters().values().clone();
        zeros = new float[start.length];
        restart();
        x = new float[ToyModel.BATCH * model.features()];
        noise = new float[ToyModel.BATCH * model.augment()];
    }

    private void restart() {
        fast.set(Parameters.INPUT, start);
        fast.set(Adam.M, zeros);
        fast.set(Adam.V, zeros);
        step = 0;
    }

    /** The model, with the parameters that the first step starts from. */
    public FlowModel model() {
        return model;
    }

    /** The batch of a step [64, 2]. */
    public float[] batch(long number) {
        float[] batch = new float[x.length];
        points.fill(number, batch);
        return batch;
    }

    /** The noise of the first step [64, D_Z]. */
    public float[] firstNoise() {
        float[] first = new float[noise.length];
        if (first.length > 0) {
            normals.normal(0, first);
        }
        return first;
    }

    /** The gradient of the first step, when it is the last one done: from zero moments, m = (1 − β₁)·g. */
    public double[] firstGradient() {
        return gradient(new double[start.length], read(fast, Adam.M));
    }

    /** Does a step; answers its loss. */
    public double step() {
        prepare();
        load(fast);
        fast.run();
        step++;
        return fast.get(TrainingProgram.LOSS);
    }

    private void prepare() {
        if (step == STEPS) {
            restart();
        }
        points.fill(step, x);
        if (noise.length > 0) {
            normals.normal(step * RandomStream.positions(noise.length), noise);
        }
    }

    private void load(Executable e) {
        e.set(Model.X, x);
        if (noise.length > 0) {
            e.set(Model.NOISE, noise);
        }
        adam.prepare(e, step, LEARNING_RATE);
    }

    /** Does the next step on the reference engine too, from the same state: loss and gradient must agree. */
    public void check() {
        try (Executable reference = Engines.reference().compile(program)) {
            prepare();
            for (String state : new String[] {Parameters.INPUT, Adam.M, Adam.V}) {
                reference.set(state, read(fast, state));
            }
            double[] before = read(fast, Adam.M);
            load(reference);
            reference.run();
            double loss = step();
            Agreement.require("loss", reference.get(TrainingProgram.LOSS), loss, LOSS_TOLERANCE);
            Agreement.require(
                    "gradient",
                    gradient(before, read(reference, Adam.M)),
                    gradient(before, read(fast, Adam.M)),
                    GRADIENT_TOLERANCE);
        }
    }

    private double[] read(Executable e, String name) {
        double[] values = new double[start.length];
        e.get(name, values);
        return values;
    }

    /** From Adam's first moment before and after: m₁ = β₁·m₀ + (1 − β₁)·g. */
    private double[] gradient(double[] before, double[] after) {
        double[] g = new double[start.length];
        for (int i = 0; i < g.length; i++) {
            g[i] = (after[i] - adam.beta1() * before[i]) / (1 - adam.beta1());
        }
        return g;
    }
}
