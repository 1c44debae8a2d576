package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.plan.CalibrationSplit;
import io.github.vflow.table.plan.SplitSizes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Which rows calibrate a model, and that their scores are those of the scorer that judges. */
final class CalibrationTest {
    private static final Recipe QUICK =
            Recipe.standard().withSteps(5).withBatch(64).withNoise(0.0).withFillSteps(5);
    private static final double[][] ROWS = Tables.rows(1_200, 3);

    @TempDir
    Path dir;

    @Test
    void aTenthOfAThousandRowsIsKept() {
        assertEquals(0, SplitSizes.calibration(999));
        assertEquals(100, SplitSizes.calibration(1_000));
        assertEquals(10_000, SplitSizes.calibration(1_000_000));
        assertEquals(500_000, SplitSizes.calibration(0.5, 1_000_000));
        assertEquals(0, SplitSizes.calibration(0, 5_000));
        assertEquals(3, SplitSizes.calibration(0.99, 5));
        TableModel model = TableModel.fit(Table.of(ROWS, "c", "h", "l"), QUICK);
        assertEquals(120, model.calibration().orElseThrow().size());
        assertEquals(0, model.calibration().orElseThrow().folds());
    }

    @Test
    void theRowsAreScoredByTheScorerThatJudgesAndTheirRangesAreOfTheOthers() throws IOException {
        Recipe recipe =
                QUICK.withArchitecture(RowSpec.of(3, 1, 1)).withSamples(3).withCalibration(0.25);
        Table table = Table.of(Tables.rows(400, 5), "c", "h", "l");
        TableModel model = TableModel.fit(table, recipe);
        CalibrationSplit split = CalibrationSplit.of(table.rows(), 100, recipe.seed());
        double[] scores = Arrays.stream(split.calibration())
                .mapToDouble(i -> model.logProb(table.rows().copyRow(i)))
                .sorted()
                .toArray();
        Calibration c = model.calibration().orElseThrow();
        assertArrayEquals(scores, c.scores());
        double[] known = table.rows().select(split.rest()).known(0);
        assertEquals(Arrays.stream(known).min().orElseThrow(), c.low(0));
        assertEquals(Arrays.stream(known).max().orElseThrow(), c.high(0));
        assertEquals(30, model.fitted().orElseThrow().heldOut().count(), "a tenth of the others");
        Path file = dir.resolve("m.safetensors");
        model.save(file);
        assertEquals(model.calibration(), TableModel.load(file).calibration());
    }

    @Test
    void withoutCalibrationRowsTheFitIsWhatItWas() {
        Table table = Table.of(ROWS, "c", "h", "l");
        TableModel none = TableModel.fit(table, QUICK.withCalibration(0));
        Recipe small = QUICK.withCalibration(0.1);
        TableModel some = TableModel.fit(table, small);
        int[] rest = CalibrationSplit.of(table.rows(), 120, small.seed()).rest();
        TableModel ofRest = TableModel.fit(table.select(rest), QUICK.withCalibration(0));
        assertTrue(none.calibration().isEmpty());
        assertEquals(120, none.fitted().orElseThrow().heldOut().count());
        assertArrayEquals(
                ofRest.model().parameters().values(), some.model().parameters().values());
    }

    @Test
    void otherRowsReplaceTheScoresAndTrainNothing() {
        TableModel plain = TableModel.fit(Tables.sensors(), QUICK.withCalibration(0));
        Table first = Table.of(Tables.rows(50, 6), "c", "h", "l");
        TableModel once = plain.calibrated(first);
        double[][] shifted = Tables.rows(70, 7);
        Arrays.stream(shifted).forEach(r -> r[0] += 100);
        TableModel twice = once.calibrated(Table.of(shifted, "c", "h", "l"));
        assertEquals(50, once.calibration().orElseThrow().size());
        assertEquals(70, twice.calibration().orElseThrow().size());
        assertEquals(
                once.calibration().orElseThrow().high(0),
                twice.calibration().orElseThrow().high(0),
                "the ranges of training rows stay");
        assertEquals(plain.logProb(20, 60, 1), twice.logProb(20, 60, 1));
        assertTrue(plain.calibration().isEmpty());
        assertEquals(
                "calibrated: expected the columns [c, h, l] but the table has [x1, x2, x3]; give the columns of the"
                        + " model",
                message(() -> plain.calibrated(Table.of(shifted))));
    }

    @Test
    void messages() {
        assertEquals("Recipe: calibration must be in [0, 1) but is 1.0", message(() -> QUICK.withCalibration(1)));
        assertEquals("Recipe: calibration must be in [0, 1) but is NaN", message(() -> QUICK.withCalibration(0 / 0.0)));
        assertEquals(OptionalDouble.empty(), QUICK.split().calibration());
        assertEquals(
                "fit: a model of p(y | x) has no alarm, so it takes no calibration rows, but the part for calibration is"
                        + " 0.1; leave it out",
                message(() -> TableModel.fit(Tables.sensors(), QUICK.given("c").withCalibration(0.1))));
    }

    private static String message(Executable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong).getMessage();
    }
}
