package io.github.vflow.tensor.random;

import java.util.random.RandomGenerator;

/**
 * Vectors of standard normal numbers that cover their distribution evenly: a Latin hypercube (McKay, Beckman and Conover, Technometrics 1979) of
 * the radius and the angle of each pair of numbers. Each vector is N(0, I), and of S vectors exactly one has a given radius in each of the S
 * parts of equal probability. The mean of a function of one pair has an error of order S^−3/2 if its values follow the radius smoothly. The
 * mean of any function has at most S/(S − 1) times the variance of independent vectors (Owen, SIAM J. Numer. Anal. 1997).
 */
public final class StratifiedNormals {
    private StratifiedNormals() {}

    /**
     * Vectors [samples · size]. Pairs are counted from the end, since the noise of missing cells comes last and takes one pair for each cell.
     *
     * @param samples S, at least 1
     */
    public static float[] of(RandomGenerator random, int samples, int size) {
        float[] vectors = new float[Math.multiplyExact(samples, size)];
        for (int j = size - 1; j >= 0; j -= 2) {
            double[] radii = strata(random, samples);
            double[] angles = strata(random, samples);
            for (int s = 0; s < samples; s++) {
                double radius = Math.sqrt(-2 * Math.log(radii[s]));
                double angle = 2 * Math.PI * angles[s];
                vectors[s * size + j] = (float) (radius * Math.cos(angle));
                if (j > 0) {
                    vectors[s * size + j - 1] = (float) (radius * Math.sin(angle));
                }
            }
        }
        return vectors;
    }

    /** A uniform number of each of n equal parts of (0, 1], in random order. */
    private static double[] strata(RandomGenerator random, int n) {
        double[] all = new double[n];
        for (int i = 0; i < n; i++) {
            int at = random.nextInt(i + 1);
            all[i] = all[at];
            all[at] = (i + 1 - random.nextDouble()) / n;
        }
        return all;
    }
}
