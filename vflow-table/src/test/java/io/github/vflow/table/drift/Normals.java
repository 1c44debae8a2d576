package io.github.vflow.table.drift;

import io.github.vflow.table.gap.GapTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A normal density of ten columns with correlations of ½, whose ln p is known up to a constant. */
final class Normals {
    static final int COLUMNS = 10;

    private Normals() {}

    static double[] row(SplittableRandom random) {
        double common = random.nextGaussian();
        double[] row = new double[COLUMNS];
        for (int j = 0; j < COLUMNS; j++) {
            row[j] = (common + random.nextGaussian()) * Math.sqrt(0.5);
        }
        return row;
    }

    /** −½ xᵀΣ⁻¹x with Σ = ½(I + 11ᵀ), so Σ⁻¹ = 2(I − 11ᵀ/11). */
    static double score(double[] row) {
        double sum = 0;
        double squares = 0;
        for (double x : row) {
            sum += x;
            squares += x * x;
        }
        return sum * sum / (COLUMNS + 1) - squares;
    }

    /** The baseline of some rows, and of scores of a tenth as many others. */
    static Baseline baseline(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] values = new double[COLUMNS][rows];
        for (int i = 0; i < rows; i++) {
            double[] row = row(random);
            for (int j = 0; j < COLUMNS; j++) {
                values[j][i] = row[j];
            }
        }
        List<Reference> references = new ArrayList<>();
        for (int j = 0; j < COLUMNS; j++) {
            references.add(Reference.ofNumbers("x" + j, values[j]));
        }
        double[] scores = new double[rows / 10];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = score(row(random));
        }
        return new Baseline(
                references,
                Optional.of(Reference.ofNumbers(Baseline.SCORE, scores)),
                GapTree.of(references, List.of()));
    }

    static boolean add(DriftMonitor monitor, double[] row) {
        return monitor.add(row, score(row));
    }
}
