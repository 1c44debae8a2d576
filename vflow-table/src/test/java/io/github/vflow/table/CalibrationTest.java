package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.plan.CalibrationSplit;
import io.github.vflow.table.plan.SplitSizes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Which rows calibrate a model, and that their scores are those of the scorer that judges. */
final class CalibrationTest {
    private static final Recipe QUICK =
            Recipe.standard().withSteps(5).withBatch(64).withNoise(0.0).withFillSteps(5);
    private static final Table TABLE = Table.of(Tables.rows(1_200, 3), "c", "h", "l");
    private static final TableModel MODEL = TableModel.fit(TABLE, QUICK);

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
        assertEquals(120, MODEL.calibration().orElseThrow().size());
        assertEquals(0, MODEL.calibration().orElseThrow().folds());
    }

    @Test
    void theRowsAreScoredByTheScorerThatJudgesAndTheirRangesAreOfTheOthers() throws IOException {
        Table table = Tables.sensors();
        TableModel model = Tables.vflow();
        CalibrationSplit split = CalibrationSplit.of(table.rows(), 120, Tables.VFLOW.seed());
        double[] scores = Arrays.stream(split.calibration())
                .mapToDouble(
                        i -> model.alarm(0.05).judge(table.rows().copyRow(i)).score())
                .sorted()
                .toArray();
        Calibration c = model.calibration().orElseThrow();
        assertArrayEquals(scores, c.scores());
        double[] known = table.rows().select(split.rest()).known(0);
        assertEquals(Arrays.stream(known).min().orElseThrow(), c.low(0));
        assertEquals(Arrays.stream(known).max().orElseThrow(), c.high(0));
        assertEquals(28, model.fitted().orElseThrow().heldOut().count(), "a tenth of the others");
        Path file = dir.resolve("m.safetensors");
        model.save(file);
        assertEquals(model.calibration(), TableModel.load(file).calibration());
    }

    @Test
    void withoutCalibrationRowsTheFitIsWhatItWas() {
        TablePlan none = TableTraining.of(TABLE, QUICK.withCalibration(0)).plan();
        assertEquals(new TablePlan.Parts(1_080, 120, 0), none.parts());
        assertEquals(0, none.folds());
        TablePlan some = TableTraining.of(TABLE, QUICK.withCalibration(0.1)).plan();
        assertEquals(MODEL.plan().orElseThrow().by(some.recipe()), some, "a tenth is the default");
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void theParametersAreThoseOfTheOtherRows() {
        int[] rest = CalibrationSplit.of(TABLE.rows(), 120, QUICK.seed()).rest();
        TableModel ofRest = TableModel.fit(TABLE.select(rest), QUICK.withCalibration(0));
        assertTrue(ofRest.calibration().isEmpty());
        assertArrayEquals(
                ofRest.model().parameters().values(), MODEL.model().parameters().values());
    }

    @Test
    void otherRowsReplaceTheScoresAndTrainNothing() {
        TableModel plain = Tables.model();
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
    void otherRowsKeepTheGroups() {
        List<Map<String, Object>> rows = Arrays.stream(Tables.rows(300, 2))
                .<Map<String, Object>>map(r -> new TreeMap<>(Map.of("c", r[0], "kind", r[1] > 60 ? "high" : "low")))
                .toList();
        Table table = Table.of(rows);
        TableModel grouped = Untrained.of(table).calibrated(table).calibratedBy(List.of("kind"));
        TableModel again =
                grouped.calibrated(table.select(IntStream.range(0, 200).toArray()));
        assertEquals(200, again.calibration().orElseThrow().size());
        assertEquals(List.of("kind"), again.alarm(0.5).by());
    }

    @Test
    void messages() {
        assertEquals("Recipe: calibration must be in [0, 1) but is 1.0", message(() -> QUICK.withCalibration(1)));
        assertEquals("Recipe: calibration must be in [0, 1) but is NaN", message(() -> QUICK.withCalibration(0 / 0.0)));
        assertEquals(OptionalDouble.empty(), QUICK.split().calibration());
        assertEquals(
                "fit: a model of p(y | x) has no alarm, so it takes no calibration rows, but the part for calibration is"
                        + " 0.1; leave it out",
                message(() ->
                        TableTraining.of(Tables.sensors(), QUICK.given("c").withCalibration(0.1))));
    }

    private static String message(Executable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong).getMessage();
    }
}
