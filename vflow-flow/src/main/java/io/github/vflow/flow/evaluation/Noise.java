package io.github.vflow.flow.evaluation;

import io.github.vflow.flow.Model;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.RandomStream;
import io.github.vflow.tensor.random.StratifiedNormals;

/** The source of the noise of a row's importance samples. Immutable and thread-safe. */
sealed interface Noise {
    /**
     * Fills the noise of some samples of a row.
     *
     * @param row holds the features of the row from {@code at} on; numbers after the features, such as a class, have no
     *     effect
     * @param width the number of features
     * @param sample the number of the first sample
     * @param samples the number of samples
     * @param into receives [samples · noise] from {@code to} on
     */
    void fill(double[] row, int at, int width, int sample, int samples, float[] into, int to);

    /**
     * The same S vectors for every row, so that differences between rows have little noise.
     *
     * @param vectors [S · noise]
     * @param size the length of a vector
     */
    record Shared(float[] vectors, int size) implements Noise {
        /** The noise of scores: fixed points if it is of atoms alone, quantiles of one cell, and a Latin hypercube otherwise. */
        static Shared ofScores(Model model, long seed, int samples, boolean ofOneCell) {
            int size = model.noise();
            if (Atoms.areAllNoise(model) && samples == Atoms.POINTS) {
                return new Shared(Atoms.points(size), size);
            }
            return ofOneCell
                    ? new Shared(quantiles(samples, size), size)
                    : of(Purpose.SCORE_NOISE, seed, samples, size);
        }

        static Shared of(Purpose purpose, long seed, int samples, int size) {
            return new Shared(StratifiedNormals.of(purpose.stream(seed).generator(0), samples, size), size);
        }

        /**
         * The radius of the first two numbers, which draws a cell, is at the middle of each of S parts of equal probability: a midpoint rule, whose
         * error is of order S^−2. No other noise counts.
         */
        private static float[] quantiles(int samples, int size) {
            float[] vectors = new float[samples * size];
            for (int s = 0; s < samples; s++) {
                vectors[s * size] = (float) Math.sqrt(-2 * Math.log((s + 0.5) / samples));
            }
            return vectors;
        }

        @Override
        public void fill(double[] row, int at, int width, int sample, int samples, float[] into, int to) {
            System.arraycopy(vectors, sample * size, into, to, samples * size);
        }
    }

    /**
     * Vectors whose key is the bits of the row, so that the errors of many rows average out.
     *
     * @param purpose the purpose of the random numbers
     * @param seed the seed of the experiment
     * @param size the length of a vector
     */
    record ByRow(Purpose purpose, long seed, int size) implements Noise {
        private static final long MIX = 0x9E3779B97F4A7C15L;
        private static final int HALF = 32;

        @Override
        public void fill(double[] row, int at, int width, int sample, int samples, float[] into, int to) {
            RandomStream stream = purpose.stream(key(row, at, width));
            float[] normals = new float[size];
            for (int s = 0; s < samples; s++) {
                stream.normal((sample + s) * RandomStream.positions(size), normals);
                System.arraycopy(normals, 0, into, to + s * size, size);
            }
        }

        private long key(double[] row, int at, int width) {
            long h = seed;
            for (int i = at; i < at + width; i++) {
                // −0.0 + 0.0 is 0.0, so both zeros have one key; a cell that is not at its atom counts as a large
                // number
                h = (h ^ Double.doubleToLongBits(Math.min(row[i], Float.MAX_VALUE) + 0.0)) * MIX;
                h ^= h >>> HALF;
            }
            return h;
        }
    }
}
