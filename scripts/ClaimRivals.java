import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The detectors and fillers that claims name beside VFlow. A lower score is odder. */
final class ClaimRivals {
    private static final int NEIGHBOURS = 5;

    private ClaimRivals() {}

    /** The detectors of training rows, by the end of a figure's name. */
    static Map<String, ToDoubleFunction<double[]>> of(double[][] train, SplittableRandom random) {
        Map<String, ToDoubleFunction<double[]>> all = new LinkedHashMap<>();
        all.put("-neighbours", neighbours(train));
        all.put("-mixture", new PlainMixture(train)::logDensity);
        all.put("-forest", new ClaimForest(train, random)::score);
        return all;
    }

    /** What fills the missing cells of a row, which are NaN, by the end of a figure's name. */
    static Map<String, UnaryOperator<double[]>> fillers(double[][] train) {
        Map<String, UnaryOperator<double[]>> all = new LinkedHashMap<>();
        double[] scale = scales(train);
        all.put("-neighbours", row -> filledByNeighbours(train, scale, row));
        all.put("-mixture", new PlainMixture(train)::filled);
        return all;
    }

    /** The root mean square error of the filled cells, in standard deviations of the training rows; a cell that stays missing counts as the mean. */
    static double error(double[][] train, double[][] whole, double[][] gaps, double[][] filled) {
        double[] scale = scales(train);
        double[] mean = IntStream.range(0, scale.length)
                .mapToDouble(c -> Arrays.stream(train).mapToDouble(r -> r[c]).average().orElseThrow())
                .toArray();
        double sum = 0;
        int n = 0;
        for (int i = 0; i < gaps.length; i++) {
            for (int c = 0; c < scale.length; c++) {
                if (Double.isNaN(gaps[i][c])) {
                    double z = ((Double.isFinite(filled[i][c]) ? filled[i][c] : mean[c]) - whole[i][c]) * scale[c];
                    sum += z * z;
                    n++;
                }
            }
        }
        return Math.sqrt(sum / n);
    }

    /** Each cell by the mean of the five training rows that are nearest in the known columns. */
    private static double[] filledByNeighbours(double[][] train, double[] scale, double[] row) {
        double[][] nearest = Arrays.stream(train)
                .sorted(Comparator.comparingDouble(t -> distance(row, t, scale)))
                .limit(NEIGHBOURS)
                .toArray(double[][]::new);
        double[] all = row.clone();
        for (int c = 0; c < row.length; c++) {
            int j = c;
            all[c] = Double.isNaN(row[c]) ? Arrays.stream(nearest).mapToDouble(t -> t[j]).average().orElseThrow() : row[c];
        }
        return all;
    }

    /** In standard units, over the columns that the row knows. */
    private static double distance(double[] row, double[] other, double[] scale) {
        double sum = 0;
        for (int c = 0; c < row.length; c++) {
            double z = (row[c] - other[c]) * scale[c];
            sum += Double.isNaN(z) ? 0 : z * z;
        }
        return Math.sqrt(sum);
    }

    /** One over the standard deviations of the columns, and one for a constant. */
    private static double[] scales(double[][] train) {
        double[] scale = new double[train[0].length];
        for (int c = 0; c < scale.length; c++) {
            int j = c;
            double mean = Arrays.stream(train).mapToDouble(r -> r[j]).average().orElseThrow();
            double s = Math.sqrt(Arrays.stream(train).mapToDouble(r -> (r[j] - mean) * (r[j] - mean)).average().orElseThrow());
            scale[c] = s > 0 ? 1 / s : 1;
        }
        return scale;
    }

    /** Minus the mean distance to the five nearest other training rows, in standard units. */
    private static ToDoubleFunction<double[]> neighbours(double[][] train) {
        double[] scale = scales(train);
        return row -> -Arrays.stream(train)
                .filter(t -> t != row)
                .mapToDouble(t -> distance(row, t, scale))
                .sorted()
                .limit(NEIGHBOURS)
                .average()
                .orElseThrow();
    }
}
