package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.console.Mean;
import io.github.vflow.cli.model.Likelihood;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.ModelSpec;
import io.github.vflow.flow.bound.ImportanceEstimate;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Means, and the noise of many rows. */
final class LikelihoodTest {
    private static final long SEED = 11;
    private static final int ROWS = 1_500;
    private static final Engine ENGINE = Engines.vector(1);

    private static Model model() {
        Model m = Model.of(ModelSpec.glow(2, 2, 1), SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        float[] values = m.parameters().values();
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (0.3 * random.nextGaussian());
        }
        return m;
    }

    /** Only their noise tells them apart. */
    private static Rows equalRows() {
        double[][] rows = new double[ROWS][];
        Arrays.setAll(rows, _ -> new double[] {0.3, -0.2});
        return Rows.of(rows);
    }

    private static double[] elbo(long seed, int pairs) {
        return new Likelihood(model(), ENGINE, 1, 1, seed, pairs).elbo(equalRows());
    }

    @Test
    void aMeanHasItsStandardError() {
        Mean mean = Mean.of(new double[] {1, 2, 3});
        assertEquals(2, mean.value());
        assertEquals(1 / Math.sqrt(3), mean.standardError(), 1e-15);
        assertEquals("2.0000 ± 0.5774", mean.toString());
        assertEquals(new Mean(-4, 0), Mean.of(new double[] {-4, -4}));
        assertEquals(new Mean(7, Double.NaN), Mean.of(new double[] {7}));
        assertEquals(new Mean(Double.NaN, Double.NaN), Mean.of(new double[] {}));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 256, 300, 1_000})
    void everyRowHasNoiseOfItsOwn(int pairs) {
        assertDifferent(DoubleStream.concat(Arrays.stream(elbo(SEED, pairs)), Arrays.stream(elbo(SEED + 1, pairs))));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 700})
    void everySampleHasNoiseOfItsOwn(int pairs) {
        assertDifferent(LongStream.of(SEED, SEED + 1)
                .boxed()
                .flatMap(seed ->
                        Arrays.stream(new Likelihood(model(), ENGINE, 1, 10, seed, pairs).estimates(equalRows())))
                .mapToDouble(ImportanceEstimate::logProb));
    }

    /** Of some thousand numbers in float32 a few may be equal by chance. */
    private static void assertDifferent(DoubleStream numbers) {
        double[] all = numbers.toArray();
        long different = Arrays.stream(all).distinct().count();
        assertTrue(different > 0.99 * all.length, different + " different numbers of " + all.length);
    }

    /** Slices that end with a chunk of noise make no difference. */
    @Test
    void slicesGoOnInTheSameStream() {
        assertArrayEquals(elbo(SEED, 1 << 20), elbo(SEED, 512));
        assertArrayEquals(
                new Likelihood(model(), ENGINE, 1, 4, SEED, 1 << 20).logProb(equalRows()),
                new Likelihood(model(), ENGINE, 2, 4, SEED, 1_024).logProb(equalRows()));
    }
}
