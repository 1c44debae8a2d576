package io.github.vflow.benchmarks.tables.method;

import java.util.Arrays;
import java.util.Locale;

/** A normal density whose covariance is shrunken towards a multiple of the identity (Ledoit and Wolf 2004). */
record ShrunkenGaussian() implements Detector {
    @Override
    public Learned fit(double[][] rows, long seed) {
        double[] ones = new double[rows.length];
        Arrays.fill(ones, 1);
        Moments moments = Moments.of(rows, ones);
        double shrinkage = shrinkage(rows, moments);
        return new Estimate(new NormalDensity(moments.mean(), shrunken(moments, shrinkage)), shrinkage);
    }

    /** The mean of the variances, m. */
    private static double scale(Moments moments) {
        int d = moments.mean().length;
        double trace = 0;
        for (int j = 0; j < d; j++) {
            trace += moments.covariance()[j * d + j];
        }
        return trace / d;
    }

    /** (1−ρ)S + ρmI: [d·d]. */
    static double[] shrunken(Moments moments, double shrinkage) {
        int d = moments.mean().length;
        double[] covariance = Arrays.stream(moments.covariance())
                .map(c -> (1 - shrinkage) * c)
                .toArray();
        for (int j = 0; j < d; j++) {
            covariance[j * d + j] += shrinkage * scale(moments);
        }
        return covariance;
    }

    /** ρ = min(b², δ²)/δ² with δ² = ‖S−mI‖² and b² = Σ‖xᵢxᵢᵀ−S‖²/n², by Σ‖xᵢxᵢᵀ−S‖² = Σ‖xᵢ‖⁴ − n‖S‖². */
    static double shrinkage(double[][] rows, Moments moments) {
        int n = rows.length;
        int d = moments.mean().length;
        double fourth = 0;
        for (double[] row : rows) {
            double square = 0;
            for (int j = 0; j < d; j++) {
                double z = row[j] - moments.mean()[j];
                square += z * z;
            }
            fourth += square * square;
        }
        double norm = Arrays.stream(moments.covariance()).map(c -> c * c).sum();
        double distance = norm - d * scale(moments) * scale(moments);
        double noise = (fourth / n - norm) / n;
        return distance > 0 ? Math.clamp(noise / distance, 0, 1) : 1;
    }

    private record Estimate(NormalDensity density, double shrinkage) implements Learned {
        @Override
        public double[] normality(double[][] rows) {
            return Arrays.stream(rows).mapToDouble(density::logProb).toArray();
        }

        @Override
        public boolean isDensity() {
            return true;
        }

        @Override
        public String about() {
            return String.format(Locale.ROOT, "shrinkage %.4f", shrinkage);
        }
    }
}
