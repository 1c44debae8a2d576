package io.github.vflow.table.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.standardization.MarginalMap;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.schema.Schema;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A plan that was made by hand: its words, its copies and its members. */
final class TablePlanTest {
    private static final RowSpec SPEC = RowSpec.of(2, 0, 3)
            .withCoupling(CouplingSpec.Kind.AFFINE)
            .withConditioner(List.of(5, 7), Activation.TANH)
            .withDefensive(DefensiveSpec.student(0.25));
    private static final TrainingPlan TRAINING =
            TrainingPlan.of(1_200, 64, 0.5, 1).withEvaluation(new TrainingPlan.Evaluation(1_000, 3));
    private static final List<Watch.Member> MEMBERS =
            List.of(new Watch.Member(7, 9, 0, false, false, 1), new Watch.Member(7, 9, 0.5, true, false, 2));
    private static final ColumnSpec MAPPED = new ColumnSpec.Marginal(
            MarginalMap.of(IntStream.range(0, 500)
                            .mapToDouble(i -> Math.exp(i / 100.0))
                            .toArray())
                    .orElseThrow(),
            new ColumnSpec.Real());

    private static TablePlan plan(
            Recipe recipe, TablePlan.Parts parts, RowSpec spec, Optional<TablePlan.Maps> maps, int folds) {
        return new TablePlan(
                recipe,
                "a table",
                Schema.ofReals(List.of("a", "b", "c")),
                Optional.empty(),
                parts,
                spec,
                maps,
                MEMBERS,
                TRAINING,
                1,
                folds,
                20);
    }

    private static TablePlan plan(TablePlan.Parts parts) {
        return plan(Recipe.standard(), parts, SPEC, Optional.empty(), 0);
    }

    private static final TablePlan PLAN = plan(new TablePlan.Parts(2_000, 300, 1_500));

    @Test
    void wordsSayEachDecision() {
        assertEquals(
                "{rows=2,000 train, 300 choose parameters and shares, 1,500 calibrate, alarms=1,500 rows calibrate; a row is compared with 20"
                        + " rows that the file keeps as ranks and labels, 60 bytes,"
                        + " flow=3 steps (affine), networks of [5, 7], broad=a Student t with a share of 0.25 at the start, and"
                        + " a normal distribution; held-out rows choose the final shares, members=2: no noise, seed 1; noise"
                        + " 0.5, whitened, seed 2, steps=at most 1,200 of 64 rows for each member, learning rate 0.5; an"
                        + " evaluation after each 1,000, until 3 bring no better bound, gaps=the model needs complete rows,"
                        + " samples=100 for a score that is an estimate, seed=1}",
                PLAN.words().toString());
    }

    @Test
    void wordsOfOtherDecisions() {
        SequencedMap<String, String> folds = plan(
                        Recipe.standard().withSamples(2_000).withSeed(1_234).given("b"),
                        new TablePlan.Parts(200, 0, 0),
                        SPEC.withFill(RowSpec.Fill.standard())
                                .withDefensive(DefensiveSpec.student(0.5).forRows(4_000, 2)),
                        Optional.of(new TablePlan.Maps(List.of(new ColumnSpec.Real(), MAPPED), 0.12345)),
                        5)
                .words();
        assertEquals("200 train", folds.get("rows"));
        assertTrue(folds.get("alarms")
                .startsWith("all rows calibrate, each by a model of the rows outside of its fold, of 5; a"));
        assertEquals("of c explain the rows by 0.123 nats a row better", folds.get("maps"), "b is given");
        assertEquals("a density of missing cells, 1 step and fewer for each further member", folds.get("gaps"));
        assertEquals(
                "a Student t with a share of 0.5 at the start, and up to 32 normal distributions; held-out rows choose the"
                        + " final shares",
                folds.get("broad"));
        assertEquals("2,000 for a score that is an estimate", folds.get("samples"));
        assertEquals("1234", folds.get("seed"));
        assertEquals(
                "none; a row is compared with 20 rows that the file keeps as ranks and labels, 60 bytes",
                plan(new TablePlan.Parts(200, 0, 0)).words().get("alarms"));
        assertEquals(
                "1 row calibrates; a row is compared with 20 rows that the file keeps as ranks and labels, 60 bytes",
                plan(new TablePlan.Parts(200, 1, 1)).words().get("alarms"));
        assertEquals(
                "none: all columns are discrete",
                plan(
                                Recipe.standard(),
                                new TablePlan.Parts(200, 0, 0),
                                RowSpec.of(1, 0, 1).withKinds(List.of(new ColumnSpec.Category(List.of("x", "y")))),
                                Optional.empty(),
                                0)
                        .words()
                        .get("flow"));
        TablePlan one = new TablePlan(
                Recipe.standard(),
                "a table",
                Schema.ofReals(List.of("a")),
                Optional.empty(),
                new TablePlan.Parts(20, 0, 0),
                SPEC.withFill(RowSpec.Fill.standard()),
                Optional.empty(),
                MEMBERS.subList(0, 1),
                TRAINING.withEvaluation(new TrainingPlan.Evaluation(1, 0)),
                3,
                0,
                0);
        assertEquals("a density of missing cells, 3 steps", one.words().get("gaps"));
        assertTrue(one.words().get("steps").endsWith("an evaluation after each 1"), "never ends early");
    }

    @Test
    void fewRowsAndOddOnesAreNamed() {
        String few = "; so few rows may say little about new ones";
        assertEquals("20 train", plan(new TablePlan.Parts(20, 0, 0)).words().get("rows"));
        assertEquals(
                "19 train, 1 choose parameters and shares" + few,
                plan(new TablePlan.Parts(19, 1, 0)).words().get("rows"));
        assertEquals(
                "2,000 train, 300 choose parameters and shares, 1,500 calibrate, 2 are odd and left out",
                PLAN.withOddRows(List.of(3, 5)).words().get("rows"));
        TablePlan searching =
                plan(Recipe.standard().withoutOddRows(), new TablePlan.Parts(30, 0, 0), SPEC, Optional.empty(), 0);
        assertTrue(searching.searchesFirst());
        assertEquals(
                "30 train; odd rows are searched first and left out, so these numbers will be smaller",
                searching.words().get("rows"));
        assertFalse(searching.withOddRows(List.of()).searchesFirst());
        assertFalse(PLAN.searchesFirst());
    }

    @Test
    void membersHaveTheirPlacesAndTheirArchitectures() {
        assertEquals(
                List.of("1 of 2, noise 0.0, seed 1", "2 of 2, noise 0.5, whitened, seed 2"),
                PLAN.members().stream().map(Watch.Member::toString).toList());
        assertEquals("1 of 1, noise 0.0, maps, seed 3", new Watch.Member(0, 1, 0, false, true, 3).toString());
        RowSpec second = PLAN.architecture(PLAN.members().getLast());
        assertTrue(second.steps().isWhitened());
        assertEquals(SPEC.withNoise(0.5).withSteps(SPEC.steps().withWhitening(true)), second);
        assertFalse(PLAN.architecture(PLAN.members().getFirst()).steps().isWhitened());
        TablePlan mapped = plan(
                Recipe.standard(),
                PLAN.parts(),
                SPEC,
                Optional.of(new TablePlan.Maps(List.of(new ColumnSpec.Real(), MAPPED), 1)),
                0);
        RowSpec seen = mapped.architecture(new Watch.Member(0, 1, 0, false, true, 1));
        assertTrue(seen.kinds().get(1).marginal().isPresent()
                && seen.kinds().get(0).marginal().isEmpty());
        assertEquals(SPEC.withNoise(0), mapped.architecture(new Watch.Member(0, 1, 0, false, false, 1)));
    }

    /** Only the schedule depends on the descent. */
    @Test
    void anotherLearningRateChangesTheSchedule() {
        Recipe slower = Recipe.standard().withLearningRate(0.001);
        TablePlan by = PLAN.by(slower);
        assertSame(slower, by.recipe());
        assertEquals(0.001, by.training().descent().schedule().rate());
        assertEquals(1_000, by.training().evaluation().every());
        assertEquals(PLAN.training(), PLAN.by(Recipe.standard().withThreads(3)).training());
        assertEquals(PLAN.withArchitecture(SPEC.withNoise(1)).by(slower), by.withArchitecture(SPEC.withNoise(1)));
        assertEquals(PLAN, TablePlan.ofJson(PLAN.toJson()).by(PLAN.recipe()));
    }

    @Test
    void aTableHasItsChecksum() {
        Table table = Table.of(new double[][] {{1, 2}, {3, 4}, {5, 7}}, "a", "b");
        String own = TablePlan.fingerprint(table);
        assertTrue(own.matches("3 x 2, crc32c [0-9a-f]{8}"), own);
        for (Table other : List.of(
                Table.of(new double[][] {{1, 2}, {3, 4}, {5, 6}}, "a", "b"),
                Table.of(new double[][] {{3, 4}, {1, 2}, {5, 7}}, "a", "b"),
                Table.of(new double[][] {{1, 2}, {3, 4}, {5, 7}}, "a", "c"))) {
            assertFalse(own.equals(TablePlan.fingerprint(other)));
        }
        assertEquals(2, PLAN.withOddRows(List.of(1)).without(table).size());
        assertEquals(5, PLAN.withOddRows(List.of(1)).without(table).rows().get(1, 0));
        assertSame(table, PLAN.withOddRows(List.of()).without(table));
        assertSame(table, PLAN.without(table));
    }

    @Test
    void aWatchOfNothingNeverStops() {
        Watch none = Watch.none();
        none.on(new Watch.Event.FillStarted(3));
        assertEquals(Watch.Answer.GO_ON, none.after(1, Optional.empty()));
    }

    @Test
    void aPlanHasAMember() {
        assertEquals(
                "TablePlan: there must be a member to train but there is none",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new TablePlan(
                                        PLAN.recipe(),
                                        "a table",
                                        PLAN.schema(),
                                        Optional.empty(),
                                        PLAN.parts(),
                                        SPEC,
                                        Optional.empty(),
                                        List.of(),
                                        TRAINING,
                                        1,
                                        0,
                                        0))
                        .getMessage());
        assertEquals(
                "TablePlan: the number of rows that the model keeps must not be negative but is -1; give 0 to keep none",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new TablePlan(
                                        PLAN.recipe(),
                                        "a table",
                                        PLAN.schema(),
                                        Optional.empty(),
                                        PLAN.parts(),
                                        SPEC,
                                        Optional.empty(),
                                        MEMBERS,
                                        TRAINING,
                                        1,
                                        0,
                                        -1))
                        .getMessage());
    }
}
