package io.github.vflow.tensor.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.testkit.Approx;
import io.github.vflow.tensor.vector.AvailableKernels;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A number of threads that no machine has is no reason to start them: they would wait for each other, and results are the same. */
@Isolated // it counts the threads of the JVM
final class ThreadLimitTest {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final int FAR_TOO_MANY = 5_000;
    /** A second would do; other builds may have the processors. */
    private static final Duration SOON = Duration.ofMinutes(2);

    private static final int STEPS = 50;

    private static Program program() {
        Trace t = new Trace();
        t.output("y", t.input("x", Shape.of(513, 257)).tanh().sum(1).plus(1));
        return t.program();
    }

    private static float[] run(int threads) {
        float[] x = new float[513 * 257];
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble(-2, 2);
        }
        try (Executable e = Engines.vector(threads).compile(program())) {
            e.set("x", x);
            for (int i = 0; i < STEPS; i++) {
                e.run();
            }
            float[] y = new float[513];
            e.get("y", y);
            return y;
        }
    }

    @Test
    void farTooManyThreadsTakeAsLongAsAFewAndMakeTheSameBits() {
        float[] expected = run(1);
        float[] many = assertTimeoutPreemptively(SOON, () -> run(FAR_TOO_MANY));
        Approx.assertSameBits(FAR_TOO_MANY + " threads", expected, many);
    }

    @Test
    void atMostFourThreadsForEachProcessorAreStarted() {
        long before = helpers();
        try (Executable e = Engines.vector(FAR_TOO_MANY).compile(program());
                Engine.Sharded s = Engines.vector(FAR_TOO_MANY).compile(program(), 3, program())) {
            // with the caller; those for all shards, and those of each
            assertTrue(
                    helpers() - before <= 3L * 4 * PROCESSORS,
                    () -> helpers() + " threads are there, " + before + " before");
            e.run();
            s.each((shard, _) -> shard.run());
        }
    }

    @Test
    void someMoreThanProcessorsAreTakenAtTheirWord() {
        assertEquals(4 * PROCESSORS, new VectorEngine(AvailableKernels.best(), 4 * PROCESSORS).threads());
        assertEquals(PROCESSORS + 1, new VectorEngine(AvailableKernels.best(), PROCESSORS + 1).threads());
        assertTrue(Engines.vector(FAR_TOO_MANY).description().endsWith(", " + 4 * PROCESSORS + " threads"));
    }

    private static long helpers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("vflow-worker"))
                .count();
    }
}
