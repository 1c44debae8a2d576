package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.DivergedException;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.plan.Objective;
import io.github.vflow.flow.train.stacking.Mixtures;
import io.github.vflow.flow.train.stacking.Stacking;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import io.github.vflow.table.density.AlarmScorer;
import io.github.vflow.table.density.Baselines;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.plan.TrainingRows;
import io.github.vflow.table.score.Score;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A fit of several members. */
final class FitMixtureTest {
    private static final Recipe TWO = Tables.PAIR;

    @Test
    void eachNoiseAndEachSeedIsAMember() {
        assertEquals(1, Tables.model().model().components().size());
        assertEquals(
                4,
                TableTraining.of(Tables.sensors(), TWO.withMembers(2))
                        .plan()
                        .members()
                        .size());
        Model model = Tables.pair().model();
        assertEquals(2, model.components().size());
        assertEquals(
                1,
                model.components().stream().mapToDouble(Model.Component::share).sum(),
                1e-9);
        assertTrue(
                model.components().stream().allMatch(c -> c.share() > 0.01),
                model.components().toString());
        assertEquals(2 * 60, Tables.pair().fitted().orElseThrow().steps());
    }

    @Test
    void aMixtureAnswersAllThatOneModelDoes(@TempDir Path folder) throws IOException {
        TableModel model = Tables.pair();
        Path file = folder.resolve("mixture.safetensors");
        model.save(file);
        TableModel loaded = TableModel.load(file);
        double[][] rows = Tables.rows(50, 9);
        assertArrayEquals(model.logProb(rows), loaded.logProb(rows));
        double[] gap = {21, Double.NaN, 1};
        assertEquals(model.logProb(gap), loaded.logProb(gap));
        assertArrayEquals(
                model.impute(gap, 1_000, 3).mean(), loaded.impute(gap, 1_000, 3).mean());
        assertEquals(59, model.impute(gap, 4_000, 3).mean()[1], 2);
        double[][] drawn = model.sample(2_000, Map.of("c", 25.0), 4);
        assertEquals(2_000, drawn.length);
        for (double[] row : drawn) {
            assertEquals(25, row[0]);
        }
        long different = Arrays.stream(drawn).map(Arrays::toString).distinct().count();
        assertTrue(different > 1_500, different + " of 2,000 draws of real numbers differ");
    }

    /** The rows that no member learned choose the shares: a member that knows its rows by heart gets no more by them. */
    @Test
    void heldOutRowsChooseTheShares() {
        Model pair = Tables.pair().model();
        List<FlowModel> members = List.of(Mixtures.member(pair, 0), Mixtures.member(pair, 1));
        TrainingRows rows = TableTraining.of(Tables.sensors(), TWO).rows();
        assertArrayEquals(shares(members, rows.heldOutRows()), shares(pair), 1e-9);
        for (Rows others : List.of(rows.trainRows(), rows.calibrationRows(), rows.usableRows())) {
            assertTrue(Math.abs(shares(members, others)[0] - shares(pair)[0]) > 1e-3, "other rows, other shares");
        }
    }

    /** Moments are those of the rows that train; held-out rows choose the shares of broad components; calibration rows have scores. */
    @Test
    void eachPartOfTheRowsHasItsWork() {
        TableModel pair = Tables.pair();
        Model mixture = pair.model();
        TableTraining training = TableTraining.of(Tables.sensors(), TWO);
        TrainingRows rows = training.rows();
        for (int k = 0; k < 2; k++) {
            FlowModel member = Mixtures.member(mixture, k);
            RowSpec spec = member.rows().orElseThrow();
            for (int j = 0; j < 3; j++) {
                double mean =
                        Arrays.stream(rows.trainRows().copyColumn(j)).average().orElseThrow();
                assertEquals(mean, spec.columns().moments().mean().get(j), 1e-9);
            }
            long seed = training.plan().members().get(k).seed();
            assertEquals(spec.defensive(), defensive(member, rows.heldOutRows(), seed));
            assertNotEquals(spec.defensive(), defensive(member, rows.trainRows(), seed));
        }
        TrainingRows most = TableTraining.of(Tables.sensors(), Tables.VFLOW).rows();
        assertEquals(
                calibration(pair, rows, rows.restRows()), pair.calibration().orElseThrow());
        assertEquals(
                calibration(Tables.vflow(), most, most.restRows()),
                Tables.vflow().calibration().orElseThrow());
        assertNotEquals(
                calibration(Tables.vflow(), most, most.usableRows()),
                Tables.vflow().calibration().orElseThrow(),
                "an extreme number calibrates");
        assertEquals(
                Baselines.of(
                                pair.schema().modelled(),
                                rows.usableRows(),
                                pair.density().logProb(rows.calibrationRows()))
                        .toJson(),
                pair.baseline().orElseThrow().toJson());
    }

    private static Calibration calibration(TableModel model, TrainingRows rows, Rows ranges) {
        return Calibration.of(Score.values(AlarmScorer.of(model.density()).scores(rows.calibrationRows())), ranges);
    }

    private static DefensiveSpec defensive(FlowModel member, Rows rows, long seed) {
        return Stacking.run(member, Engines.vector(1), rows, seed)
                .model()
                .rows()
                .orElseThrow()
                .defensive();
    }

    private static double[] shares(Model mixture) {
        return mixture.components().stream().mapToDouble(Model.Component::share).toArray();
    }

    private static double[] shares(List<FlowModel> members, Rows rows) {
        return shares(Stacking.mixture(members, Engines.vector(1), rows, TWO.seed()));
    }

    /** A training of tiny steps keeps the first parameters, which each seed draws anew; the density of missing cells begins with another member's. */
    @Test
    void membersOfSeveralSeedsBeginElsewhere() {
        Recipe still = TWO.withNoise(0.0).withLearningRate(1e-12).withSteps(2).withFillSteps(1);
        Model pair = TableModel.fit(Tables.sensors(), still.withMembers(2)).model();
        Parameters one = Mixtures.member(pair, 0).parameters();
        Parameters other = Mixtures.member(pair, 1).parameters();
        List<Parameter> weights = one.all().stream()
                .filter(p -> p.name().contains(".W")
                        && !p.name().startsWith("fill.")
                        && !p.isFrozen()
                        && !isZero(one.get(p)))
                .toList();
        assertTrue(weights.size() > 3, "weights that a seed draws: " + weights);
        for (Parameter p : weights) {
            float[] a = one.get(p);
            float[] b = other.get(other.named(p.name()));
            double most = IntStream.range(0, a.length)
                    .mapToDouble(i -> Math.abs(a[i] - b[i]))
                    .max()
                    .orElseThrow();
            assertTrue(most > 0.01, p.name() + " differs by " + most);
        }
    }

    private static boolean isZero(float[] weights) {
        return IntStream.range(0, weights.length).allMatch(i -> Math.abs(weights[i]) < 1e-6);
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void aStopEndsTheTrainingOfAllMembers() {
        List<Long> steps = new ArrayList<>();
        TableModel model = TableModel.fit(Tables.sensors(), TWO, (step, _) -> {
            steps.add(step);
            return steps.size() == 70 ? Watch.Answer.STOP : Watch.Answer.GO_ON;
        });
        assertEquals(70, steps.size());
        assertEquals(10, steps.getLast());
        assertEquals(70, model.fitted().orElseThrow().steps());
        assertEquals(Fitted.End.STOPPED, model.fitted().orElseThrow().end());
        assertFalse(Double.isNaN(model.logProb(20, 60, 1)));
    }

    /** The objective is traced twice for a program, and two more times to say where one diverged: the first member has no finite loss here. */
    @Test
    void aMemberThatDivergesIsLeftOut() {
        AtomicInteger traced = new AtomicInteger();
        Objective usual = Objective.meanBound();
        Recipe recipe = TWO.withThreads(1).withObjective((bound, parameters, batch) -> {
            Tensor loss = usual.loss(bound, parameters, batch);
            return traced.getAndIncrement() < 4 ? loss.minus(loss).minus(1).log() : loss;
        });
        TableModel model = TableModel.fit(Tables.sensors(), recipe);
        assertTrue(traced.get() > 4, "a program for each member");
        assertEquals(1, model.model().components().size());
        assertFalse(Double.isNaN(model.logProb(20, 60, 1)));
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void aMixtureOfNoneIsADivergence() {
        Recipe all = TWO.withObjective(
                (bound, _, _) -> bound.minus(bound).mean(0).minus(1).log());
        assertThrows(DivergedException.class, () -> TableModel.fit(Tables.sensors(), all));
    }
}
