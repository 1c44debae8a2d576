package io.github.vflow.benchmarks.tables.method;

import com.amazon.randomcutforest.RandomCutForest;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Robust random cut forest (Guha, Mishra, Roy and Schrijvers 2016) of Amazon's library. Rows come in random order.
 *
 * @param trees their number
 * @param sample the rows of a tree
 */
record CutForest(int trees, int sample) implements Detector {
    @Override
    public Learned fit(double[][] rows, long seed) {
        RandomCutForest forest = RandomCutForest.builder()
                .dimensions(rows[0].length)
                .numberOfTrees(trees)
                .sampleSize(sample)
                .outputAfter(Math.min(rows.length, sample) / 4 + 1)
                .randomSeed(seed)
                .parallelExecutionEnabled(false)
                .build();
        SplittableRandom random = new SplittableRandom(seed);
        double[][] mixed = rows.clone();
        for (int i = mixed.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double[] row = mixed[i];
            mixed[i] = mixed[j];
            mixed[j] = row;
        }
        for (double[] row : mixed) {
            forest.update(floats(row));
        }
        return new Forest(forest);
    }

    private static float[] floats(double[] row) {
        float[] floats = new float[row.length];
        for (int j = 0; j < row.length; j++) {
            floats[j] = (float) row[j];
        }
        return floats;
    }

    private record Forest(RandomCutForest forest) implements Learned {
        @Override
        public double[] normality(double[][] rows) {
            return Arrays.stream(rows)
                    .mapToDouble(row -> -forest.getAnomalyScore(floats(row)))
                    .toArray();
        }

        @Override
        public boolean isDensity() {
            return false;
        }

        @Override
        public String about() {
            return forest.getNumberOfTrees() + " trees";
        }
    }
}
