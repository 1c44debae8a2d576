package io.github.vflow.benchmarks;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.train.step.TrainingStep;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.random.RandomStream;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long do a training step and an ELBO of a batch of images take? A step is forward, backward, clipping and Adam. Before it is
 * timed, the loss of the first step must agree with the reference engine's on one image.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 10)
@Measurement(iterations = 3, time = 10)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class ImageSteps {
    private static final double LOSS_TOLERANCE = 1e-4;

    /** Which model. */
    @Param
    public ImageModel model;

    /** Threads that work on a step. */
    @Param({"1", "2"})
    public int threads;

    private TrainingStep training;
    private float[] x;
    private float[] noise;
    private Executable bound;
    private long step;

    /** Fresh parameters and one batch. */
    @Setup
    public void start() {
        FlowModel m = model.create();
        check(m);
        training = TrainingStep.of(m, model.plan(m), Engines.vector(threads));
        training.set(Parameters.INPUT, m.parameters().values());
        x = levels(m, model.batch());
        noise = noise(m, model.batch());
        bound = load(m, bound(m, model.batch()), model.batch());
    }

    private static Program bound(FlowModel m, int batch) {
        Trace t = new Trace();
        m.parameters().flat(t);
        t.output("bound", m.bound(t.input(Model.X, Shape.of(batch, m.width()))).mean(0));
        return t.program();
    }

    private Executable load(FlowModel m, Program p, int batch) {
        Executable e = Engines.vector(threads).compile(p);
        set(m, e, batch);
        return e;
    }

    private static void set(FlowModel m, Executable e, int batch) {
        e.set(Parameters.INPUT, m.parameters().values());
        e.set(Model.X, levels(m, batch));
        e.set(Model.NOISE, noise(m, batch));
    }

    private static float[] levels(FlowModel m, int batch) {
        SplittableRandom random = new SplittableRandom(ImageModel.SEED);
        int levels = m.images().orElseThrow().levels();
        float[] x = new float[batch * m.width()];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextInt(levels);
        }
        return x;
    }

    private static float[] noise(FlowModel m, int batch) {
        float[] noise = new float[batch * m.noise()];
        new RandomStream(ImageModel.SEED, 1).normal(0, noise);
        return noise;
    }

    private static void check(FlowModel m) {
        Program one = bound(m, 1);
        try (Executable fast = Engines.vector(1).compile(one);
                Executable slow = Engines.reference().compile(one)) {
            set(m, fast, 1);
            set(m, slow, 1);
            fast.run();
            slow.run();
            Agreement.require("bound", slow.get("bound"), fast.get("bound"), LOSS_TOLERANCE);
        }
    }

    /** A training step on the batch. */
    @Benchmark
    public double train() {
        return training.run(step++, x, noise);
    }

    /** The ELBO of the batch. */
    @Benchmark
    public double elbo() {
        bound.run();
        return bound.get("bound");
    }
}
