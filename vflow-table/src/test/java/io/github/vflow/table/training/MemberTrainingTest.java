package io.github.vflow.table.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.defaults.TrainingDefaults;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.DivergedException;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.flow.train.defensive.SharedFits;
import io.github.vflow.flow.train.plan.Objective;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.stacking.Stacking;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.plan.TrainingRows;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One member by itself, of six steps, beside the same steps by hand. */
final class MemberTrainingTest {
    private static final Engine ENGINE = Engines.vector(1);
    private static final RowSpec BARE = RowSpec.of(2, 0, 1)
            .withConditioner(List.of(3), Activation.TANH)
            .withFill(new RowSpec.Fill(1, new MlpSpec(List.of(3), Activation.TANH), 1));
    private static final RowSpec SPEC =
            BARE.withSteps(BARE.steps().withWhitening(true)).withDefensive(DefensiveSpec.standard());
    private static final Recipe RECIPE = Recipe.standard()
            .withArchitecture(SPEC)
            .withNoise(0.3)
            .withSteps(6)
            .withBatch(8)
            .withEvaluationsEvery(2)
            .withThreads(1);

    private static Table table(double gap) {
        return Table.of(
                IntStream.range(0, 40)
                        .mapToObj(i -> new double[] {i * 7 % 40, i % 5 == 0 ? gap : Math.sin(i)})
                        .toArray(double[][]::new),
                "a",
                "b");
    }

    private static final Table TABLE = table(2);
    private static final TableTraining TRAINING = TableTraining.of(TABLE, RECIPE);

    private static MemberTraining member(TableTraining of, Backend backend, Watch watch, int number) {
        return new MemberTraining(
                of.rows(), of.plan(), of.plan().members().get(number), backend, watch, new SharedFits());
    }

    private static MemberTraining member(TableTraining of) {
        return member(of, Backend.of(ENGINE), Watch.none(), 0);
    }

    private static MemberTraining.Reached train(MemberTraining member) {
        return member.train(Optional.empty(), Optional.empty(), (_, _) -> {});
    }

    private static Watch stopAt(long last) {
        return (step, _) -> step == last ? Watch.Answer.STOP : Watch.Answer.GO_ON;
    }

    private static double[] values(float[] parameters) {
        return IntStream.range(0, parameters.length)
                .mapToDouble(i -> parameters[i])
                .toArray();
    }

    private static double[] values(FlowModel model) {
        return values(model.parameters().values());
    }

    /** Two listed numbers beside a real one: their chain starts from a tree of the rows with noise, all else from rows without. */
    @Test
    void aChainStartsFromTheRowsOnWhichItTrains() {
        Table lists = Table.of(IntStream.range(0, 80)
                .mapToObj(i -> Map.<String, Object>of("a", i % 4 * 1.5, "b", (i % 4 + i / 40) * 0.7, "c", Math.sin(i)))
                .toList());
        // steps so small that the parameters stay as they start
        TableTraining of = TableTraining.of(
                lists,
                RECIPE.withArchitecture(RowSpec.of(3, 0, 1).withConditioner(List.of(3), Activation.TANH))
                        .withLearningRate(1e-30)
                        .withVariants(List.of(new Recipe.Variant(0.3, false, false))));
        TrainingRows rows = of.rows();
        Watch.Member first = of.plan().members().getFirst();
        RowSpec spec = of.plan().architecture(first);
        assertEquals(
                2,
                spec.kinds().stream()
                        .filter(ColumnSpec.Listed.class::isInstance)
                        .count());
        MemberTraining member = member(of);
        train(member);
        BatchSource own = BatchSource.of(rows.trainRows(), first.seed());
        BatchSource noisy =
                NoisyBatches.of(own, rows.table().schema(), spec.kinds(), rows.trainRows(), 0.3, first.seed());
        int startRows = Trainer.initialRows(rows.trainRows().size(), 8);
        for (boolean isNoisy : new boolean[] {true, false}) {
            FlowModel model = Models.of(spec, first.seed());
            Trainer.initialise(
                    model.forTraining(), ENGINE, own, isNoisy ? noisy : own, startRows, first.seed(), new SharedFits());
            double[] start = values(model);
            double[] end = values(member.model());
            double most = IntStream.range(0, start.length)
                    .mapToDouble(i -> Math.abs(start[i] - end[i]))
                    .max()
                    .orElseThrow();
            assertEquals(isNoisy, most < 1e-20, "differs by " + most);
        }
    }

    /** Labels train on when held-out rows end the flow, or when fewer steps are asked for, but not after all usual ones. */
    @Test
    void labelsThatHadAllUsualStepsDoNotTrainOn() {
        Table labels = Table.of(IntStream.range(0, 40)
                .mapToObj(i -> Map.<String, Object>of("a", i % 3 == 0 ? "x" : "y", "b", Math.sin(i)))
                .toList());
        for (int steps : new int[] {TrainingDefaults.STEPS, 100}) {
            AtomicLong last = new AtomicLong();
            TableTraining of = TableTraining.of(
                    labels,
                    RECIPE.withArchitecture(BARE)
                            .withSteps(steps)
                            .withEvaluationsEvery(steps / 2)
                            .withPatience(2));
            train(member(
                    of,
                    Backend.of(ENGINE),
                    (step, _) -> {
                        last.set(step);
                        return Watch.Answer.GO_ON;
                    },
                    0));
            assertEquals(steps == TrainingDefaults.STEPS, last.get() == steps, last + " of " + steps);
        }
    }

    /** A flow after a whitening map trains beside the Student t, another one alone. Rows with gaps train the model of such rows. */
    @ParameterizedTest
    @CsvSource({"true, 2", "false, 2", "true, NaN", "false, NaN"})
    void aMemberIsTheModelOfItsSteps(boolean isWhitened, double gap) {
        Recipe recipe = RECIPE.withVariants(List.of(new Recipe.Variant(0.3, isWhitened, false)));
        TableTraining of = TableTraining.of(table(gap), recipe);
        MemberTraining member = member(of);
        MemberTraining.Reached reached = train(member);
        TrainingRows rows = of.rows();
        Watch.Member first = of.plan().members().getFirst();
        RowSpec spec = of.plan().architecture(first);
        assertEquals(isWhitened, spec.steps().isWhitened());
        FlowModel model = Models.of(spec, first.seed());
        FlowModel trained = Double.isNaN(gap) ? model.forTraining().forMissing().orElseThrow() : model.forTraining();
        BatchSource own = BatchSource.of(rows.trainRows(), first.seed());
        BatchSource noisy =
                NoisyBatches.of(own, rows.table().schema(), spec.kinds(), rows.trainRows(), 0.3, first.seed());
        int most = Math.max(8, Trainer.initialRows(rows.trainRows().size(), 8));
        Trainer.initialise(trained, ENGINE, own, noisy, most, first.seed(), new SharedFits());
        TrainingPlan plan = of.plan().training().withSeed(first.seed());
        Trainer trainer = new Trainer(isWhitened ? trained : trained.withoutDefensive(), plan, ENGINE)
                .validation(rows.heldOutRows());
        if (Double.isNaN(gap)) {
            trainer.evaluating(isWhitened ? model : model.withoutDefensive());
        }
        List<Double> bounds = new ArrayList<>();
        trainer.onProgress(p -> bounds.add(p.validationBound()));
        trainer.fit(noisy, TrainingState.start(model, plan));
        assertArrayEquals(values(model), values(member.model()));
        assertEquals(
                bounds,
                member.evaluations().stream()
                        .map(Trainer.Progress::validationBound)
                        .toList());
        assertEquals(Fitted.End.STEPS, reached.end());
        assertTrue(reached.seconds() > 0 && reached.seconds() < 60, "seconds " + reached.seconds());
        Stacking.Stacked shares = Stacking.run(model, ENGINE, rows.heldOutRows(), first.seed());
        MemberTraining.Trained complete = member.complete(reached);
        assertEquals(
                shares.model().spec().orElseThrow(), complete.model().spec().orElseThrow());
        assertEquals(List.of(shares.alone()), complete.fitted().alone());
        assertEquals(6, complete.fitted().steps());
    }

    @Test
    void withoutHeldOutRowsNothingChoosesShares() {
        MemberTraining member = member(TableTraining.of(TABLE, RECIPE.withHeldOut(0)));
        MemberTraining.Trained complete = member.complete(train(member));
        assertEquals(List.of(), complete.fitted().alone());
        assertArrayEquals(values(member.model()), values(complete.model()));
    }

    /** The density of missing cells trains later. */
    @Test
    void theNoticeOfItsStartCountsTheParametersThatTrain() {
        List<Integer> counts = new ArrayList<>();
        MemberTraining member = member(
                TRAINING,
                Backend.of(ENGINE),
                new Watch() {
                    @Override
                    public Answer after(long step, Optional<Trainer.Progress> evaluated) {
                        return Answer.STOP;
                    }

                    @Override
                    public void on(Event event) {
                        counts.add(((Event.Started) event).parameters());
                    }
                },
                0);
        train(member);
        FlowModel bare = Models.of(
                TRAINING.plan()
                        .architecture(TRAINING.plan().members().getFirst())
                        .withFill(RowSpec.Fill.none()),
                1);
        int frozen = bare.parameters().all().stream()
                .filter(p -> p.isFrozen())
                .mapToInt(p -> p.shape().size())
                .sum();
        assertEquals(List.of(bare.parameters().size() - frozen), counts);
    }

    /** From the fifth batch on, no density has its rows. */
    @Test
    void aMemberThatDivergesLaterKeepsItsBest() {
        BatchSource own = BatchSource.of(TRAINING.rows().trainRows(), 1);
        Backend backend = Backend.of(ENGINE)
                .withBatches(_ -> BatchSource.of(2, (batch, rows) -> {
                    double[] cells = new double[rows.length];
                    own.fill(batch, cells);
                    for (int i = 0; i < rows.length; i++) {
                        rows[i] = batch < 4 ? (float) cells[i] : Float.MAX_VALUE;
                    }
                }));
        List<Watch.Event> events = new ArrayList<>();
        Watch watch = new Watch() {
            @Override
            public Answer after(long step, Optional<Trainer.Progress> evaluated) {
                return Answer.GO_ON;
            }

            @Override
            public void on(Event event) {
                events.add(event);
            }
        };
        TableTraining of = TableTraining.of(TABLE, RECIPE.withNoise(0.0));
        MemberTraining diverges = member(of, backend, watch, 0);
        assertEquals(Fitted.End.DIVERGED, train(diverges).end());
        assertTrue(events.getLast() instanceof Watch.Event.Diverged d && d.isKept(), events.toString());
        MemberTraining stopped = member(of, backend, stopAt(4), 0);
        assertEquals(Fitted.End.STOPPED, train(stopped).end());
        assertArrayEquals(values(stopped.model()), values(diverges.model()));
    }

    @Test
    void aStopAtTheLastStepOfTheLastMemberIsItsEnd() {
        TableTraining two = TableTraining.of(TABLE, RECIPE.withNoise(0.0, 0.3));
        assertEquals(
                Fitted.End.STOPPED,
                train(member(two, Backend.of(ENGINE), stopAt(6), 0)).end());
        assertEquals(
                Fitted.End.STEPS,
                train(member(two, Backend.of(ENGINE), stopAt(6), 1)).end());
    }

    @Test
    void aMemberGoesOnWithItsStateAndItsEvaluations() {
        List<List<Trainer.Progress>> seen = new ArrayList<>();
        MemberTraining begun = member(TRAINING, Backend.of(ENGINE), stopAt(3), 0);
        MemberTraining.Reached at =
                begun.train(Optional.empty(), Optional.empty(), (_, evaluations) -> seen.add(evaluations));
        assertEquals(List.of(1, 1), seen.stream().map(List::size).toList(), "after an evaluation and at the stop");
        Checkpoint saved = begun.checkpoint(at.state(), begun.evaluations(), Map.of());
        MemberTraining resumed = member(TRAINING);
        assertEquals(
                6,
                resumed.train(Optional.of(saved), Optional.empty(), (_, _) -> {})
                        .state()
                        .step());
        MemberTraining whole = member(TRAINING);
        train(whole);
        assertArrayEquals(values(whole.model()), values(resumed.model()));
        assertEquals(
                whole.evaluations().stream()
                        .map(Trainer.Progress::validationBound)
                        .toList(),
                resumed.evaluations().stream()
                        .map(Trainer.Progress::validationBound)
                        .toList());
    }

    @Test
    void anObjectiveOfTheRecipeIsMinimised() {
        AtomicInteger losses = new AtomicInteger();
        train(member(TableTraining.of(TABLE, RECIPE.withObjective((bound, parameters, batch) -> {
            losses.incrementAndGet();
            return Objective.meanBound().loss(bound, parameters, batch);
        }))));
        assertTrue(losses.get() > 0);
    }

    /** Both messages name the row of the table, where the first row is 1. */
    @Test
    void aRowWithoutABoundIsNamed() {
        String text = String.valueOf(assertThrows(
                        DivergedException.class,
                        () -> train(member(TableTraining.of(
                                TABLE, RECIPE.withLearningRate(1e30).withNoise(0.3)))))
                .getMessage());
        assertTrue(text.matches("(?s).* row \\d+ of the table \\(the first row is 1\\): a = .*"), text);
        double[][] cells = new double[40][];
        Arrays.setAll(cells, TABLE.rows()::copyRow);
        int row = TRAINING.rows().heldOut()[0];
        cells[row][1] = 1e37;
        TableTraining far = TableTraining.of(
                Table.of(cells, "a", "b"), RECIPE.withArchitecture(SPEC.withDefensive(DefensiveSpec.none())));
        assertEquals(row, far.rows().heldOut()[0]);
        text = String.valueOf(assertThrows(ArithmeticException.class, () -> train(member(far)))
                .getMessage());
        assertTrue(text.contains("; it is row " + (row + 1) + " of the table (the first row is 1): a = "), text);
    }

    @Test
    void aTrainingThatIsLargerThanTheHeapIsRefused() {
        MemberTraining large = member(TableTraining.of(TABLE, RECIPE.withBatch(1 << 30)));
        String text = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> train(large)).getMessage());
        assertTrue(text.startsWith("fit: training on batches of 1,073,741,824 rows with "), text);
    }
}
