package io.github.vflow.spark.internal.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Steps of two shards, by jobs. */
class SparkEngineTest {
    private static JavaSparkContext spark;

    @BeforeAll
    static void start() {
        spark = new JavaSparkContext(new SparkConf(false)
                .setMaster("local[2]")
                .setAppName("shards")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1"));
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** A shard with y = ln |det m| + x and z = x; together, w becomes w + y0 − y1. */
    private static Engine.Sharded sharded(int tasks) {
        Trace shard = new Trace();
        Tensor x = shard.input("x", Shape.of());
        shard.output("z", x);
        shard.output(
                "y",
                shard.input("m", Shape.of(2, 2))
                        .logAbsDet()
                        .plus(x)
                        .plus(shard.input("w", Shape.of(2)).sum()));
        Trace together = new Trace();
        Tensor w = together.input("w", Shape.of(2));
        together.update(w, w.plus(together.input("y0", Shape.of())).minus(together.input("y1", Shape.of())));
        Program all = together.program();
        return new SparkEngine(Engines.vector(1), spark, tasks).compile(shard.program(), 2, all);
    }

    private static void set(Executable shard, int number) {
        shard.set("x", 3.0 * number);
        shard.set("m", new double[] {1, 0, 0, 1});
        shard.run();
    }

    @Test
    void shardsTakeWhatTheyShareAndHandOverTheirOutputs() {
        for (int tasks : new int[] {1, 2, 5}) {
            try (Engine.Sharded programs = sharded(tasks)) {
                programs.together().set("w", new float[] {1, 2});
                double[] z = new double[2];
                for (int step = 0; step < 2; step++) {
                    programs.each((shard, number) -> {
                        set(shard, number);
                        z[number] = shard.get("z");
                    });
                    programs.together().run();
                    assertEquals(3, z[1] - z[0]);
                }
                float[] w = new float[2];
                programs.together().get("w", w);
                assertEquals(-5, w[0]);
                assertEquals(-4, w[1]);
            }
        }
    }

    @Test
    void aSingularMatrixOfAShardIsThatOfTheLibrary() {
        try (Engine.Sharded programs = sharded(2)) {
            programs.together().set("w", new float[2]);
            ArithmeticException singular = assertThrows(
                    ArithmeticException.class,
                    () -> programs.each((shard, number) -> {
                        set(shard, number);
                        shard.set("m", new double[] {1, 1, number, number});
                    }));
            assertTrue(String.valueOf(singular.getMessage()).contains("2×2 matrix is singular"), singular::toString);
        }
    }

    @Test
    void namesAndSizesAreOfTheProgram() {
        try (Engine.Sharded programs = sharded(1)) {
            programs.each((shard, number) -> {
                set(shard, number);
                assertEquals(
                        "cluster: the program of a shard has no output \"u\"; there are [z, y]",
                        assertThrows(IllegalArgumentException.class, () -> shard.get("u"))
                                .getMessage());
                assertEquals(
                        "cluster: \"y\" has 1 elements but got an array of 2",
                        assertThrows(IllegalArgumentException.class, () -> shard.get("y", new float[2]))
                                .getMessage());
            });
        }
    }
}
