package io.github.vflow.table;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.util.List;
import java.util.Random;

/** Small tables and models of them, for tests. */
final class Tables {
    /** Few steps, no calibration: a model that is fitted, not one that is good. */
    static final Recipe QUICK =
            Recipe.standard().withSteps(60).withBatch(64).withNoise(0.0).withCalibration(0);

    private static final List<String> SENSORS = List.of("c", "h", "l");

    private Tables() {}

    /** Temperature, humidity that falls with it, load. */
    static double[][] rows(int n, long seed) {
        Random random = new Random(seed);
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            double c = 20 + 5 * random.nextGaussian();
            double h = 60 - 0.9 * (c - 20) + 3 * random.nextGaussian();
            rows[i] = new double[] {c, h, Math.exp(0.5 * random.nextGaussian())};
        }
        return rows;
    }

    static Table sensors() {
        return Table.of(rows(400, 5), SENSORS.toArray(String[]::new));
    }

    static TableModel model() {
        return TableModel.fit(sensors(), QUICK);
    }

    static TableModel conditional() {
        return TableModel.fit(sensors(), QUICK.given("c"));
    }
}
