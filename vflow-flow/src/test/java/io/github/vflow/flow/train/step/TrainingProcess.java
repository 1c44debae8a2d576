package io.github.vflow.flow.train.step;

import com.sun.management.ThreadMXBean;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.random.RandomStream;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** What {@link JitGuardTest} runs in a JVM of its own: trains until nothing is allocated any more, or time is up. */
final class TrainingProcess {
    private static final int BLOCKS_IN_A_ROW = 3;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final BatchSource.Filler source;
    private final TrainingStep training;
    private final float[] x;
    private final float[] noise;
    private final RandomStream normals = new RandomStream(1, 1);
    private long step;

    private TrainingProcess(Model model, BatchSource.Filler source, int batch) {
        this.source = source;
        TrainingPlan plan = TrainingPlan.of(1, batch, 1e-4, 1).withShards(TrainingProgram.shards(model, batch));
        training = TrainingStep.of(model, plan, Engines.vector(1));
        training.set(Parameters.INPUT, model.parameters().values());
        x = new float[batch * model.width()];
        noise = new float[batch * model.noise()];
    }

    private static TrainingProcess rows(RowSpec spec) {
        return new TrainingProcess(Models.of(spec, 1), ToyDensity.CHECKERBOARD.sampler(1), 64);
    }

    private static TrainingProcess images(ImageSpec spec, int batch) {
        SplittableRandom random = new SplittableRandom(1);
        return new TrainingProcess(
                Models.of(spec, 1),
                (_, into) -> {
                    for (int i = 0; i < into.length; i++) {
                        into[i] = random.nextInt(spec.levels());
                    }
                },
                batch);
    }

    private void train(int steps) {
        for (int i = 0; i < steps; i++) {
            source.fill(step, x);
            normals.normal(step * RandomStream.positions(noise.length), noise);
            training.run(step, x, noise);
            step++;
        }
    }

    /**
     * Arguments: the family of models, steps of a block of them, how many seconds of processor time there are, and the file for the bytes allocated per
     * step at the end. Standard output belongs to the compiler's log, into whose lines anything else may fall.
     */
    public static void main(String[] args) throws IOException {
        TrainingProcess process = switch (args[0]) {
            case "vflow" -> rows(RowSpec.of(2, 8, 2));
            case "glow" -> rows(RowSpec.of(2, 0, 20));
            case "mixtures" -> rows(RowSpec.of(2, 2, 2).withCoupling(CouplingSpec.Kind.MIXTURE));
            case "images" -> images(ImageSpec.small(8, 8, 1, 17, 1, 32, 1), 2);
            case "digits" -> images(ImageSpec.small(8, 8, 1, 17, 1, 16, 2), 64);
            case "photographs" -> images(ImageSpec.small(32, 32, 3, 256, 3, 32, 1), 8);
            default -> throw new IllegalArgumentException("no family of models: " + args[0]);
        };
        int block = Integer.parseInt(args[1]);
        long patience = Long.parseLong(args[2]) * 1_000_000_000;
        long start = THREADS.getCurrentThreadCpuTime();
        long bytes = 1;
        for (int clean = 0; clean < BLOCKS_IN_A_ROW && THREADS.getCurrentThreadCpuTime() - start < patience; ) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            process.train(block);
            bytes = (THREADS.getCurrentThreadAllocatedBytes() - before) / block;
            clean = bytes == 0 ? clean + 1 : 0;
        }
        Files.writeString(Path.of(args[3]), Long.toString(bytes));
    }
}
