package io.github.vflow.flow.train;

import com.sun.management.ThreadMXBean;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.ModelSpec;
import io.github.vflow.flow.data.ToyDensity;
import io.github.vflow.flow.data.ToySampler;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.optim.Adam;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.random.RandomStream;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@link JitGuardTest} runs in a JVM of its own: trains until nothing is allocated any more, or time is up. */
final class TrainingProcess {
    private static final int BATCH = 64;
    private static final int BLOCK = 500;
    private static final int BLOCKS_IN_A_ROW = 3;
    private static final long PATIENCE = 60_000_000_000L;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final ToySampler points = ToyDensity.CHECKERBOARD.sampler(1);
    private final RandomStream normals = new RandomStream(1, 1);
    private final Adam adam = Adam.standard();
    private final Executable program;
    private final float[] x;
    private final float[] noise;
    private long step;

    private TrainingProcess(Model model) {
        program = Engines.vector(1).compile(TrainingProgram.of(model, TrainingPlan.of(1, BATCH, 1e-4, 1)));
        program.set(Parameters.INPUT, model.parameters().values());
        x = new float[BATCH * model.features()];
        noise = new float[BATCH * model.augment()];
    }

    private void train(int steps) {
        for (int i = 0; i < steps; i++) {
            points.fill(step, x);
            program.set(Model.X, x);
            if (noise.length > 0) {
                normals.normal(step * RandomStream.positions(noise.length), noise);
                program.set(Model.NOISE, noise);
            }
            adam.prepare(program, step, 1e-4);
            program.run();
            step++;
        }
    }

    /**
     * Arguments: augmented dimensions, steps of p, and the file for the bytes allocated per step at the end. Standard output
     * belongs to the compiler's log, into whose lines anything else may fall.
     */
    public static void main(String[] args) throws IOException {
        ModelSpec spec = ModelSpec.glow(2, Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        TrainingProcess process = new TrainingProcess(Model.of(spec, 1));
        long start = System.nanoTime();
        long bytes = 1;
        for (int clean = 0; clean < BLOCKS_IN_A_ROW && System.nanoTime() - start < PATIENCE; ) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            process.train(BLOCK);
            bytes = (THREADS.getCurrentThreadAllocatedBytes() - before) / BLOCK;
            clean = bytes == 0 ? clean + 1 : 0;
        }
        Files.writeString(Path.of(args[2]), Long.toString(bytes));
    }
}
