package io.github.vflow.table.verdict;

import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.score.Scorer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Normal rows with unit variances and one correlation between all columns, x_j = unit_j (√ρ Z + √(1−ρ) ε_j): every marginal and conditional is
 * known in closed form.
 */
record EquicorrelatedRows(double correlation, double... units) implements Scorer {
    /** A normal distribution of a cell. */
    record Normal(double mean, double deviation) {
        double logProb(double x) {
            double z = (x - mean) / deviation;
            return -0.5 * (z * z + Math.log(2 * Math.PI)) - Math.log(deviation);
        }

        /** E[ln p(X)]. */
        double expectedLogProb() {
            return logProb(mean) - 0.5;
        }

        /** E[ln p(X)] − ln p(x). */
        double cost(double x) {
            return expectedLogProb() - logProb(x);
        }
    }

    /** The distribution of a cell given the known cells of a row, but that cell. */
    Normal conditional(double[] row, int column) {
        double sum = 0;
        int m = 0;
        for (int j = 0; j < row.length; j++) {
            if (j != column && !Double.isNaN(row[j])) {
                sum += row[j] / units[j];
                m++;
            }
        }
        double scale = 1 - correlation + m * correlation;
        double variance = (1 - correlation) * (1 + correlation / scale);
        return new Normal(units[column] * correlation * sum / scale, units[column] * Math.sqrt(variance));
    }

    double logProb(double[] row) {
        double[] seen = new double[row.length];
        Arrays.fill(seen, Double.NaN);
        double sum = 0;
        for (int j = 0; j < row.length; j++) {
            if (!Double.isNaN(row[j])) {
                sum += conditional(seen, j).logProb(row[j]);
                seen[j] = row[j];
            }
        }
        return sum;
    }

    double[][] sample(int n, long seed) {
        double[] none = new double[units.length];
        Arrays.fill(none, Double.NaN);
        return impute(none, n, seed).values();
    }

    Calibration calibration(int n, long seed) {
        double[][] rows = sample(n, seed);
        double[] low = new double[units.length];
        double[] high = new double[units.length];
        Arrays.setAll(low, j -> Arrays.stream(rows).mapToDouble(r -> r[j]).min().orElseThrow());
        Arrays.setAll(
                high, j -> Arrays.stream(rows).mapToDouble(r -> r[j]).max().orElseThrow());
        return Calibration.of(Arrays.stream(rows).mapToDouble(this::logProb).toArray(), low, high);
    }

    @Override
    public List<Scorer.JudgedColumn> columns() {
        return IntStream.range(0, units.length)
                .mapToObj(j -> Scorer.JudgedColumn.ofReals("x" + j))
                .toList();
    }

    @Override
    public Score score(double[] row) {
        return Scores.of(logProb(row));
    }

    @Override
    public List<Score> scores(double[][] rows) {
        return Arrays.stream(rows).map(this::score).toList();
    }

    @Override
    public Imputation impute(double[] row, int samples, long seed) {
        Random random = new Random(seed);
        double[][] draws = new double[samples][];
        Arrays.setAll(draws, i -> {
            double[] draw = row.clone();
            for (int j = 0; j < draw.length; j++) {
                if (Double.isNaN(draw[j])) {
                    Normal n = conditional(draw, j);
                    draw[j] = n.mean() + n.deviation() * random.nextGaussian();
                }
            }
            return draw;
        });
        return Imputation.equal(draws);
    }
}
