package io.github.vflow.tensor.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.spi.SpareThreads;
import io.github.vflow.tensor.execution.VectorEngine;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.kernel.scalar.ScalarKernels;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Shards pass arrays to the program for all of them, and back, on every engine, with fewer threads than shards or more. */
final class ShardedTest {
    private static final int SHARDS = 3;
    private static final Shape TWO = Shape.of(2);

    static Stream<Engine> engines() {
        return Stream.of(
                Engines.reference(),
                Engines.vector(1),
                Engines.vector(2),
                Engines.vector(3),
                Engines.vector(7),
                Engines.vector(2).sharing(new SpareThreads(0)),
                Engines.vector(3).sharing(new SpareThreads(0)),
                Engines.vector(3).sharing(new SpareThreads(2)),
                Engines.vector(7).sharing(new SpareThreads(5)),
                new VectorEngine(ScalarKernels.create(), 2, false, false, false));
    }

    /** g = w·x. */
    private static Program shard() {
        Trace t = new Trace();
        t.output("g", t.input("w", TWO).times(t.input("x", TWO)));
        return t.program();
    }

    /** w ← w + g0 + 10·g1 + 100·g2. */
    private static Program together() {
        Trace t = new Trace();
        Tensor w = t.input("w", TWO);
        Tensor sum = w;
        double digit = 1;
        for (int i = 0; i < SHARDS; i++) {
            sum = sum.plus(t.input("g" + i, TWO).times(digit));
            digit *= 10;
        }
        t.update(w, sum);
        return t.program();
    }

    private static void set(Executable program, int shard) {
        program.set("x", new double[] {shard + 1, -1});
        program.run();
    }

    private static double[] weights(Engine.Sharded s) {
        double[] w = new double[2];
        s.together().get("w", w);
        return w;
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatAllMakeOfShardsTheNextRunFinds(Engine engine) {
        try (Engine.Sharded s = engine.compile(shard(), SHARDS, together())) {
            s.together().set("w", new double[] {1, 1});
            s.each(ShardedTest::set);
            s.together().run();
            assertArrayEquals(new double[] {1 + 1 + 20 + 300, 1 - 111}, weights(s));
            s.each(ShardedTest::set);
            s.together().run();
            assertArrayEquals(new double[] {322 + 322 + 20 * 322 + 300 * 322, -110 + 110 * 111}, weights(s));
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatAShardThrowsIsThrown(Engine engine) {
        try (Engine.Sharded s = engine.compile(shard(), SHARDS, together())) {
            s.together().set("w", new double[] {1, 1});
            ArithmeticException thrown = assertThrows(
                    ArithmeticException.class,
                    () -> s.each((program, shard) -> {
                        if (shard == 1) {
                            throw new ArithmeticException("shard 1");
                        }
                        set(program, shard);
                    }));
            assertEquals("shard 1", thrown.getMessage());
            s.each(ShardedTest::set);
            s.together().run();
            assertArrayEquals(new double[] {322, -110}, weights(s));
        }
    }
}
