package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.DivergedException;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** How a fit goes, how it ends, and what it refuses. */
final class FitTest {
    @TempDir
    Path dir;

    @Test
    void aWatchIsAskedAfterEveryStepAndSeesEveryEvaluation() {
        AtomicLong asked = new AtomicLong();
        List<Trainer.Progress> seen = new ArrayList<>();
        TableModel model = TableModel.fit(Tables.sensors(), Tables.QUICK, (step, evaluated) -> {
            assertEquals(asked.incrementAndGet(), step);
            evaluated.ifPresent(p -> {
                assertEquals(step, p.step());
                seen.add(p);
            });
            return Watch.Answer.GO_ON;
        });
        Fitted fitted = model.fitted().orElseThrow();
        assertEquals(60, asked.get());
        assertEquals(60, fitted.steps());
        assertEquals(Fitted.End.STEPS, fitted.end());
        assertEquals(seen, fitted.history());
        assertEquals(40, fitted.heldOut().count());
        assertTrue(fitted.heldOut().value() > seen.getLast().bestBound() - 0.01, "the best is kept: " + fitted);
    }

    @Test
    void anInterruptStopsWithinOneStepAndStaysSet() {
        AtomicLong asked = new AtomicLong();
        TableModel model = TableModel.fit(Tables.sensors(), Tables.QUICK.withSteps(1_000_000), (step, _) -> {
            asked.set(step);
            if (step == 7) {
                Thread.currentThread().interrupt();
            }
            return Watch.Answer.GO_ON;
        });
        assertTrue(Thread.interrupted(), "the interrupt stays set");
        assertEquals(7, asked.get());
        assertEquals(7, model.fitted().orElseThrow().steps());
        assertEquals(Fitted.End.STOPPED, model.fitted().orElseThrow().end());
        assertTrue(Double.isFinite(model.logProb(20, 60, 1)));
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void patienceEndsTrainingAndTheBestIsKept() {
        Recipe recipe = Tables.QUICK.withSteps(4_000).withPatience(3).withLearningRate(0.02);
        Fitted fitted = TableModel.fit(Tables.sensors(), recipe).fitted().orElseThrow();
        assertEquals(Fitted.End.NO_BETTER, fitted.end());
        assertTrue(fitted.steps() < 4_000);
        double best = fitted.history().stream()
                .mapToDouble(Trainer.Progress::validationBound)
                .max()
                .orElseThrow();
        assertTrue(fitted.heldOut().value() > best - 0.02, "shares by held-out rows do not make it worse: " + fitted);
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void aDivergenceAfterAnEvaluationKeepsTheBest() {
        // ln(20 − θ) draws θ up, until it is the logarithm of a negative number
        Recipe recipe = Tables.QUICK
                .withSteps(4_000)
                .withLearningRate(0.05)
                .withObjective((_, parameters, _) ->
                        // the first two are of the whitening map, which does not train
                        parameters.get(2).sum().negate().plus(20).log());
        TableModel model = TableModel.fit(Tables.sensors(), recipe.withPatience(0));
        Fitted fitted = model.fitted().orElseThrow();
        assertEquals(Fitted.End.DIVERGED, fitted.end());
        assertTrue(Double.isFinite(model.logProb(20, 60, 1)));
    }

    /** The bound that a training states is the mean of ln p of the held-out rows under the model that it returns. */
    @Test
    void theStatedBoundIsThatOfTheModel() {
        for (TableModel model : List.of(Tables.model(), Tables.pair())) {
            Recipe recipe = model.plan().orElseThrow().recipe();
            Rows heldOut = TableTraining.of(Tables.sensors(), recipe).rows().heldOutRows();
            double mean = IntStream.range(0, heldOut.size())
                    .mapToDouble(i -> model.logProb(heldOut.copyRow(i)))
                    .average()
                    .orElseThrow();
            Mean stated = model.fitted().orElseThrow().heldOut();
            assertEquals(mean, stated.value(), 1e-9, model.toString());
            assertEquals(heldOut.size(), stated.count());
        }
    }

    /** A training without a finite loss names the row that is furthest out by its number in the table, whatever the split. */
    @Test
    void aDivergenceNamesTheRowOfTheTable() {
        Recipe recipe = Tables.QUICK
                .withBatch(400)
                .withObjective(
                        (bound, _, _) -> bound.minus(bound).mean(0).minus(1).log());
        int named = 0;
        for (int row : Boolean.getBoolean("vflow.nightly") ? new int[] {7, 190, 391} : new int[] {190}) {
            double[][] rows = Tables.rows(400, 5);
            rows[row][0] = 1_000 + row;
            TableTraining training = TableTraining.of(Table.of(rows, "c", "h", "l"), recipe);
            if (Arrays.stream(training.rows().train()).anyMatch(i -> i == row)) {
                String message =
                        assertThrows(DivergedException.class, training::run).getMessage();
                String described = "row " + (row + 1) + " of the table (the first row is 1): c = " + (1_000.0 + row);
                assertTrue(message.contains(described), message);
                named++;
            }
        }
        assertTrue(named > 0, "a row that trains");
    }

    @Test
    void columnsThatHaveNoDensityAreNamed() {
        double[][] rows = Tables.rows(100, 5);
        Arrays.stream(rows).forEach(r -> r[1] = 3.5);
        assertEquals(
                "fit: column \"h\" is 3.5 in all 90 rows; a constant has no density, so remove the column",
                message(() -> TableModel.fit(Table.of(rows, "c", "h", "l"), Tables.QUICK)));
        assertEquals(
                "fit: a table of 1 row with a known cell is too small: to train takes at least two rows, and one to validate; give some"
                        + " hundred rows",
                message(() -> TableModel.fit(Table.of(new double[][] {{1, 2}}), Tables.QUICK)));
    }

    @Test
    void anArchitectureOfAnotherWidthIsRefused() {
        Recipe recipe = Tables.QUICK.withArchitecture(RowSpec.of(5, 0, 2));
        assertEquals(
                "fit: the architecture has 5 features and 0 given columns but the table has 3 and 0, [c, h, l]; build the"
                        + " RowSpec for the columns of the table",
                message(() -> TableModel.fit(Tables.sensors(), recipe)));
    }

    @Test
    void aTrainingThatDoesNotFitIntoTheHeapIsRefusedBeforeItStarts() {
        RowSpec wide = RowSpec.of(3, 0, 2).withConditioner(List.of(500, 500), Activation.RELU);
        int batch = Math.toIntExact(Math.min(1 << 22, Runtime.getRuntime().maxMemory() / 4_000));
        String said = message(() -> TableModel.fit(
                Tables.sensors(), Tables.QUICK.withArchitecture(wide).withBatch(batch)));
        assertTrue(
                said.matches(
                        "fit: training on batches of [\\d,]+ rows with [\\d,]+ parameters needs [\\d,]+ MiB but the"
                                + " heap has [\\d,]+ MiB; use batches of \\d+ rows, choose a smaller architecture, or start java with"
                                + " -Xmx\\d+m"),
                said);
        RowSpec hopeless = RowSpec.of(3, 0, 2).withConditioner(List.of(60_000, 60_000), Activation.RELU);
        String never = message(() -> TableModel.fit(Tables.sensors(), Tables.QUICK.withArchitecture(hopeless)));
        assertTrue(never.startsWith("Shape.of: [60000, 60000] has 3,600,000,000 elements"), never);
    }

    @Test
    void recipesAreChecked() {
        assertEquals("Recipe: steps must be at least 1 but is 0", message(() -> Tables.QUICK.withSteps(0)));
        assertEquals("Recipe: batch must be at least 2 but is 1", message(() -> Tables.QUICK.withBatch(1)));
        assertEquals("Recipe: heldOut must be in [0, 1) but is 1.0", message(() -> Tables.QUICK.withHeldOut(1)));
        assertEquals("Recipe: samples must be at least 1 but is 0", message(() -> Tables.QUICK.withSamples(0)));
        assertEquals("Recipe: threads must be at least 1 but is 0", message(() -> Tables.QUICK.withThreads(0)));
        assertEquals("Recipe: patience must not be negative but is -1", message(() -> Tables.QUICK.withPatience(-1)));
        assertEquals(
                "Recipe: learningRate must be positive but is NaN",
                message(() -> Tables.QUICK.withLearningRate(Double.NaN)));
    }

    private static String message(Executable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong).getMessage();
    }
}
