package io.github.vflow.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.spark.internal.cluster.SparkEngine;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.training.Backend;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A training of four executors of which fifty are killed. */
@EnabledIfSystemProperty(named = "vflow.nightly", matches = "true", disabledReason = "takes a quarter of an hour")
class ManyKillsTest {
    private static final int KILLS = 50;
    private static final Duration LONGEST_STEP = Duration.ofMinutes(2);

    @Test
    void theBitsStayAndNoStepTakesLong() throws IOException {
        Table table = table();
        Recipe recipe = Recipe.standard()
                .withSteps(4L * KILLS)
                .withShards(4)
                .withNoise(0.0)
                .withPatience(0);
        byte[] expected = ModelBits.of(TableModel.fit(table, recipe));
        try (SparkSession spark = Clusters.executors(4)) {
            Set<Long> killed = new HashSet<>();
            RandomGenerator random = new SplittableRandom(1);
            Instant[] last = {Instant.now()};
            Duration[] longest = {Duration.ZERO};
            Watch killer = (_, _) -> {
                Duration step = Duration.between(last[0], Instant.now());
                longest[0] = step.compareTo(longest[0]) > 0 ? step : longest[0];
                if (killed.size() < KILLS && random.nextInt(3) == 0) {
                    Executors.killOne(killed);
                }
                last[0] = Instant.now();
                return Watch.Answer.GO_ON;
            };
            Engine engine =
                    new SparkEngine(Engines.vector(1), JavaSparkContext.fromSparkContext(spark.sparkContext()), 4);
            assertArrayEquals(
                    expected,
                    ModelBits.of(TableTraining.of(table, recipe)
                            .withWatch(killer)
                            .withBackend(Backend.of(engine))
                            .run()));
            System.out.println(killed.size() + " executors were killed; the longest step took " + longest[0]);
            assertTrue(killed.size() >= KILLS / 2, () -> killed.size() + " were killed");
            assertTrue(longest[0].compareTo(LONGEST_STEP) < 0, longest[0]::toString);
        }
    }

    private static Table table() {
        RandomGenerator random = new SplittableRandom(2);
        double[][] rows = new double[1_200][];
        for (int i = 0; i < rows.length; i++) {
            double a = random.nextGaussian();
            rows[i] = new double[] {a, a * a + random.nextGaussian(), random.nextGaussian()};
        }
        return Table.of(rows);
    }
}
