package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.train.Fitted;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The default recipe on small tables of awkward columns: no catastrophe on rows that were not trained on, no refusal without a remedy, and no
 * training that ends at its first evaluation.
 */
@EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
final class RandomSmallTablesTest {
    private static final int TABLES = 1_000;
    private static final double CATASTROPHE = -1e4;
    private static final Recipe RECIPE = Recipe.standard().withCalibration(0).withFillSteps(1);

    @Test
    void noCatastropheOnHeldOutRows() {
        for (long seed = 1; seed <= TABLES; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double[][] all = table(random, random.nextInt(60, 300), random.nextInt(1, 12));
            int train = all.length * 2 / 3;
            String what = "seed " + seed + ", " + train + " rows of " + all[0].length + " columns";
            TableModel model;
            try {
                model = TableModel.fit(Table.of(Arrays.copyOf(all, train)), RECIPE);
            } catch (IllegalArgumentException e) {
                String message = String.valueOf(e.getMessage());
                assertTrue(message.contains("; "), what + " is refused without a remedy: " + message);
                continue;
            }
            Fitted fitted = model.fitted().orElseThrow();
            assertTrue(fitted.history().size() > 1, what + ": training ended at its first evaluation");
            double[][] heldOut = Arrays.copyOfRange(all, train, all.length);
            double mean = Arrays.stream(model.logProb(heldOut)).average().orElseThrow();
            assertTrue(mean > CATASTROPHE, what + ": the mean of held-out rows is " + mean + " by " + model);
        }
    }

    /** Columns of several kinds; some repeat or combine others. */
    private static double[][] table(SplittableRandom random, int rows, int columns) {
        DoubleSupplier[] kinds = IntStream.range(0, columns)
                .mapToObj(_ -> column(random, random.nextInt(7)))
                .toArray(DoubleSupplier[]::new);
        double mix = random.nextDouble();
        double[][] table = new double[rows][columns];
        for (double[] row : table) {
            for (int j = 0; j < columns; j++) {
                double x = kinds[j].getAsDouble();
                row[j] = j > 0 && random.nextDouble() < mix ? x + row[j - 1] : x;
            }
        }
        return table;
    }

    private static DoubleSupplier column(SplittableRandom random, int kind) {
        return switch (kind) {
            case 0 -> random::nextGaussian;
            case 1 -> () -> Math.exp(2 * random.nextGaussian());
            case 2 -> () -> Math.tan(Math.PI * (random.nextDouble() - 0.5));
            case 3 -> () -> random.nextInt(3);
            // nearly always the same
            case 4 -> () -> random.nextInt(30) == 0 ? random.nextGaussian() : 7;
            case 5 -> () -> 1e6 + random.nextDouble();
            default -> () -> 100 * Math.floor(10 * random.nextDouble());
        };
    }
}
