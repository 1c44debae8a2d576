package io.github.vflow.table;

import io.github.vflow.table.data.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A table with odd rows whose cells are usual alone: x in two clusters at ±3, y = 0.3x² + 0.4ε, z = 0.8y + ε, and a label by the sign of x.
 * Half of the odd rows have y → −y − 1.5, and half x ≈ 0 and z = ±(4 to 6) beside the y that they had. By the true density of the normal rows,
 * all odd rows lie below every normal one.
 *
 * @param table rows x, y, z, label
 * @param odd the number of first rows that are odd
 */
public record OddCombinations(Table table, int odd) {
    /** A draw of some rows, a twentieth of them odd. */
    public static OddCombinations of(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int odd = rows / 20;
        List<Map<String, Object>> all = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            double x = (random.nextBoolean() ? 3 : -3) + random.nextGaussian();
            double y = 0.3 * x * x + 0.4 * random.nextGaussian();
            double z = 0.8 * y + random.nextGaussian();
            String label = x > 0 ? "right" : "left";
            if (i < odd / 2) {
                y = -y - 1.5;
            } else if (i < odd) {
                x = 0.3 * random.nextGaussian();
                z = (random.nextBoolean() ? 1 : -1) * random.nextDouble(4, 6);
            }
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("x", x);
            row.put("y", y);
            row.put("z", z);
            row.put("label", label);
            all.add(row);
        }
        return new OddCombinations(Table.of(all), odd);
    }

    /** The numbers of odd and of other rows that a search flags. */
    int[] flags(Outliers found) {
        int[] counts = new int[2];
        for (int row : found.odd()) {
            counts[row < odd ? 0 : 1]++;
        }
        return counts;
    }

    /** The number of odd rows among as many of the oddest rows. */
    long lowest(Outliers found) {
        double[] scores = found.verdicts().stream()
                .mapToDouble(v -> v.orElseThrow().score())
                .toArray();
        double last = Arrays.stream(scores).sorted().toArray()[odd - 1];
        return IntStream.range(0, odd).filter(i -> scores[i] <= last).count();
    }
}
