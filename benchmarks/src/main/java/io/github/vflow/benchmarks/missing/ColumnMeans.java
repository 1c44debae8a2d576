package io.github.vflow.benchmarks.missing;

import java.util.OptionalDouble;

/** Fills with the mean of the column's known cells. The density is a normal one for each column, independent of the others. */
record ColumnMeans() implements Method {
    @Override
    public String name() {
        return "column means";
    }

    @Override
    public Learned fit(double[][] rows, long seed) {
        return new Columns(Cells.means(rows), Cells.variances(rows));
    }

    private record Columns(double[] means, double[] variances) implements Learned {
        @Override
        public OptionalDouble logProb(double[] row) {
            double sum = 0;
            for (int j = 0; j < row.length; j++) {
                if (!Cells.isMissing(row[j])) {
                    double z = row[j] - means[j];
                    sum -= 0.5 * (Math.log(2 * Math.PI * variances[j]) + z * z / variances[j]);
                }
            }
            return OptionalDouble.of(sum);
        }

        @Override
        public double[] impute(double[] row) {
            return Cells.filled(row, means);
        }

        @Override
        public String about() {
            return "independent normal columns";
        }
    }
}
