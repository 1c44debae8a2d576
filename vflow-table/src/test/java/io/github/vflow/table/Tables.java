package io.github.vflow.table;

import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.util.List;
import java.util.Random;

/** Small tables and models of them, for tests. A model is trained once, when the first test asks for it. */
final class Tables {
    /** Few steps, no calibration: a model that is fitted, not one that is good. */
    static final Recipe QUICK =
            Recipe.standard().withSteps(60).withBatch(64).withNoise(0.0).withCalibration(0);

    /** Two members, and calibration rows. */
    static final Recipe PAIR = QUICK.withNoise(0.0, 0.3).withFillSteps(50).withCalibration(0.25);

    /** With hidden dimensions. */
    static final Recipe VFLOW = QUICK.withSteps(5)
            .withArchitecture(RowSpec.of(3, 2, 2))
            .withSamples(4)
            .withCalibration(0.3);

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

    /** A flow. */
    static TableModel model() {
        return OfFlow.MODEL;
    }

    /** A flow of the other columns at each temperature. */
    static TableModel conditional() {
        return OfConditional.MODEL;
    }

    /** A flow without noise, and one with a noise of 0.3, with calibration rows. */
    static TableModel pair() {
        return OfPair.MODEL;
    }

    /** A VFlow of four samples, with calibration rows. */
    static TableModel vflow() {
        return OfVFlow.MODEL;
    }

    private static final class OfFlow {
        static final TableModel MODEL = TableModel.fit(sensors(), QUICK);
    }

    private static final class OfConditional {
        static final TableModel MODEL = TableModel.fit(sensors(), QUICK.given("c"));
    }

    private static final class OfPair {
        static final TableModel MODEL = TableModel.fit(sensors(), PAIR);
    }

    private static final class OfVFlow {
        static final TableModel MODEL = TableModel.fit(sensors(), VFLOW);
    }
}
