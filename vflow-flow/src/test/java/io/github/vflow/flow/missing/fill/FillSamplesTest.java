package io.github.vflow.flow.missing.fill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.testkit.RecordingEngine;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The samples and masks of a training of r(missing given known), as an engine gets them. */
final class FillSamplesTest {
    private static final long SEED = Seeds.of("FillSamplesTest");
    private static final int D = 3;
    private static final int BATCH = 128;
    private static final int STEPS = 4;

    /** Rows of all steps. */
    private static final int ROWS = BATCH * STEPS;

    private static RowSpec spec(int features) {
        return RowSpec.of(features, 0, 1).withFill(RowSpec.Fill.standard().withBlocks(1));
    }

    /** Independent numbers x = ε / scale. */
    private static FlowModel model(float scale) {
        FlowModel model = Models.of(spec(D), SEED);
        float[] w = new float[D * D];
        for (int j = 0; j < D; j++) {
            w[j * D + j] = scale;
        }
        model.parameters().set(model.parameters().named("p.0.W"), w);
        return model;
    }

    private static RecordingEngine trained(FlowModel model) {
        RecordingEngine engine = new RecordingEngine();
        FillTraining.run(model, engine, STEPS, BATCH, 1e-3, SEED);
        return engine;
    }

    /** The rows of all steps [n][width]. */
    private static float[][] rows(RecordingEngine engine, String input, int width) {
        List<float[]> steps = engine.arrays(input);
        assertEquals(STEPS, steps.size(), input);
        return steps.stream()
                .flatMap(step -> IntStream.range(0, BATCH).mapToObj(i -> {
                    assertEquals(BATCH * width, step.length, input);
                    return Arrays.copyOfRange(step, i * width, (i + 1) * width);
                }))
                .toArray(float[][]::new);
    }

    /** A cell is hidden at a rate that is uniform over rows: so each number of hidden cells is as frequent. */
    @Test
    void eachNumberOfHiddenCellsIsAsFrequent() {
        float[][] known = rows(trained(model(1)), "known", D);
        int[] hidden = new int[D + 1];
        int[] hiddenInColumn = new int[D];
        for (float[] row : known) {
            int of = 0;
            for (int j = 0; j < D; j++) {
                assertTrue(row[j] == 0 || row[j] == 1, Arrays.toString(row));
                of += row[j] == 0 ? 1 : 0;
                hiddenInColumn[j] += row[j] == 0 ? 1 : 0;
            }
            hidden[of]++;
        }
        for (int count : hidden) {
            double error = 4.5 * Math.sqrt(ROWS * 0.25 * 0.75);
            assertEquals(ROWS / 4.0, count, error, Arrays.toString(hidden));
        }
        for (int count : hiddenInColumn) {
            assertEquals(ROWS / 2.0, count, 4.5 * Math.sqrt(ROWS / 4.0), Arrays.toString(hiddenInColumn));
        }
        long masks = IntStream.range(0, STEPS)
                .mapToObj(i -> Arrays.deepToString(Arrays.copyOfRange(known, i * BATCH, (i + 1) * BATCH)))
                .distinct()
                .count();
        assertEquals(STEPS, masks, "each step has masks of its own");
    }

    @Test
    void samplesNeverRepeat() {
        RecordingEngine engine = trained(model(2));
        float[][] noise = rows(engine, Model.NOISE, D);
        float[][] v = rows(engine, "v", D);
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < D; j++) {
                assertEquals(noise[i][j] / 2, v[i][j], 1e-5, "cell " + j + " of row " + i);
            }
        }
        assertEquals(ROWS, Arrays.stream(v).map(Arrays::toString).distinct().count());
    }

    /** A row with a number of more than 100 standard deviations is zero and hides nothing; the others are as they are. */
    @Test
    void rowsFarOutHideNothing() {
        RecordingEngine engine = trained(model(0.01F));
        float[][] noise = rows(engine, Model.NOISE, D);
        float[][] v = rows(engine, "v", D);
        float[][] known = rows(engine, "known", D);
        int far = 0;
        int near = 0;
        double knownOfNear = 0;
        for (int i = 0; i < ROWS; i++) {
            double most = 0;
            for (float each : noise[i]) {
                most = Math.max(most, Math.abs(each));
            }
            if (most > 1.0001) {
                far++;
                assertArrayEquals(new float[] {0, 0, 0}, v[i], "row " + i);
                assertArrayEquals(new float[] {1, 1, 1}, known[i], "row " + i);
            } else if (most < 0.9999) {
                near++;
                knownOfNear += (known[i][0] + known[i][1] + known[i][2]) / D;
                for (int j = 0; j < D; j++) {
                    assertEquals(100 * noise[i][j], v[i][j], 1e-3, "cell " + j + " of row " + i);
                }
            }
        }
        // P(all three within one deviation) = 0.318
        assertEquals(0.682, far / (double) ROWS, 0.1, "seed " + SEED);
        assertEquals(0.5, knownOfNear / near, 0.15, "the others keep their masks");
    }

    /** The label of a sample goes along as a code of zeros and a one. */
    @Test
    void codesAreThoseOfTheSamples() {
        FlowModel model = Models.of(
                spec(D).withKinds(List.of(new ColumnSpec.Real(), ColumnSpec.Category.of(3), new ColumnSpec.Real())),
                SEED);
        double[] labels = new double[3];
        for (float[] code : rows(trained(model), "codes", 3)) {
            assertEquals(1, code[0] + code[1] + code[2], Arrays.toString(code));
            for (int k = 0; k < 3; k++) {
                assertTrue(code[k] == 0 || code[k] == 1, Arrays.toString(code));
                labels[k] += code[k];
            }
        }
        for (double count : labels) {
            assertEquals(ROWS / 3.0, count, 4.5 * Math.sqrt(ROWS * 2 / 9.0), Arrays.toString(labels));
        }
    }

    @Test
    void aLossThatIsNotFiniteChangesNothing() {
        FlowModel model = model(1);
        float[] bias =
                model.parameters().get(model.parameters().named("fill.0.b.2")).clone();
        Arrays.fill(bias, Float.NaN);
        model.parameters().set(model.parameters().named("fill.0.b.2"), bias);
        float[] before = model.parameters().values().clone();
        ArithmeticException refused = assertThrows(
                ArithmeticException.class, () -> FillTraining.run(model, SmallModels.VECTOR, 20, 16, 1e-3, SEED));
        assertEquals(
                "FillTraining: the loss must be finite but is NaN at step 0; train at a lower rate",
                refused.getMessage());
        assertArrayEquals(before, model.parameters().values());
    }

    private static String refused(RowSpec spec) {
        FlowModel model = Models.of(spec, SEED);
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> FillTraining.run(model, SmallModels.VECTOR, 1, SEED))
                        .getMessage());
    }

    @Test
    void modelsWithoutAFillAreRefused() {
        assertEquals(
                "FillTraining: the model needs complete rows; build it of a RowSpec.withFill",
                refused(RowSpec.of(D, 0, 1)));
        assertEquals(
                "FillTraining: the model must have no columns that condition it but has 1; train a density of all columns",
                refused(RowSpec.of(D, 0, 1).withGiven(1)));
    }

    @Test
    void aModelOfLabelsHasNothingToTrain() {
        FlowModel model =
                Models.of(spec(2).withKinds(List.of(ColumnSpec.Category.of(2), ColumnSpec.Category.of(3))), SEED);
        float[] before = model.parameters().values().clone();
        FillTraining.run(model, SmallModels.VECTOR, 3, SEED);
        assertArrayEquals(before, model.parameters().values());
    }
}
