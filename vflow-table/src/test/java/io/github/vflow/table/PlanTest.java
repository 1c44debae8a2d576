package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.plan.Folds;
import io.github.vflow.table.plan.Planner;
import io.github.vflow.table.schema.Column;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each decision about a training, on both sides of its threshold. Nothing trains here. */
final class PlanTest {
    private static final Recipe USUAL = Recipe.standard();

    /** Rows of normal numbers, which no map explains better. */
    private static Table normal(int rows, int columns) {
        return table(rows, columns, SplittableRandom::nextGaussian);
    }

    private static Table table(int rows, int columns, ToDoubleFunction<SplittableRandom> number) {
        SplittableRandom random = new SplittableRandom(7);
        double[] cells = new double[rows * columns];
        Arrays.setAll(cells, _ -> number.applyAsDouble(random));
        return Table.of(Rows.of(cells, columns), List.of());
    }

    private static TablePlan plan(Table table, Recipe recipe) {
        return TableTraining.of(table, recipe).plan();
    }

    private static List<String> members(Table table, Recipe recipe) {
        return plan(table, recipe).members().stream()
                .map(m -> m.noise() + (m.isWhitened() ? " whitened" : "") + (m.hasMaps() ? " maps" : ""))
                .toList();
    }

    @ParameterizedTest(name = "{0} rows, calibration {1}")
    @CsvSource({
        // rows, asked share, train, held out, calibration, folds
        "3, , 2, 1, 0, 0",
        "99, , 89, 10, 0, 0",
        "100, , 90, 10, 0, 5",
        "999, , 899, 100, 0, 5",
        "1000, , 810, 90, 100, 0",
        "150, 0, 135, 15, 0, 0",
        "150, 0.2, 108, 12, 30, 0",
        "99999, , 81000, 9000, 9999, 0",
        "100010, , 81009, 9001, 10000, 0",
        "111110, , 91110, 10000, 10000, 0",
        "120000, , 100000, 10000, 10000, 0",
    })
    void rowsHaveTheirParts(int rows, Double asked, int train, int heldOut, int calibration, int folds) {
        Recipe recipe = asked == null ? USUAL : USUAL.withCalibration(asked);
        TablePlan plan = plan(normal(rows, 1), recipe);
        assertEquals(new TablePlan.Parts(train, heldOut, calibration), plan.parts());
        assertEquals(folds, plan.folds());
    }

    @Test
    void eachRowHasOnePartAndTheSeedDrawsThem() {
        Table table = normal(1_000, 2);
        TableTraining training = TableTraining.of(table, USUAL);
        Set<Integer> all = new HashSet<>();
        for (int[] part : List.of(
                training.rows().train(),
                training.rows().heldOut(),
                training.rows().calibration())) {
            for (int i : part) {
                assertTrue(all.add(i), "row " + i + " has two parts");
            }
        }
        assertEquals(1_000, all.size());
        int[] again = TableTraining.of(table, USUAL).rows().train();
        assertTrue(Arrays.equals(training.rows().train(), again));
        assertFalse(Arrays.equals(
                again, TableTraining.of(table, USUAL.withSeed(2)).rows().train()));
    }

    @Test
    void membersFollowTheTable() {
        Table skewed = table(10_000, 2, r -> Math.exp(0.5 * r.nextGaussian()));
        Table amounts = table(10_000, 2, r -> Math.exp(2 * r.nextGaussian()));
        List<String> four = List.of("0.0", "0.0 whitened", "0.15 whitened", "0.3 whitened");
        assertEquals(four, members(normal(10_000, 2), USUAL));
        assertEquals(
                List.of("0.0", "0.0 whitened", "0.15 whitened", "0.3 whitened", "0.15 whitened maps"),
                members(skewed, USUAL));
        assertEquals(
                List.of(
                        "0.0",
                        "0.0 whitened",
                        "0.15 whitened",
                        "0.3 whitened",
                        "0.15 whitened maps",
                        "0.0 whitened maps"),
                members(amounts, USUAL));
        assertEquals(List.of("0.0 whitened"), members(amounts, USUAL.withHeldOut(0)), "nothing chooses");
        assertEquals(List.of("0.0", "0.15 whitened"), members(normal(10_001, 2), USUAL));
        assertEquals(4, members(normal(200, 100), USUAL).size());
        assertEquals(List.of("0.0", "0.15 whitened"), members(normal(200, 101), USUAL));
        assertEquals(List.of("0.0 whitened"), members(skewed, USUAL.withHeldOut(0)), "nothing chooses");
        Recipe unwhitened = USUAL.withArchitecture(RowSpec.of(2, 0, 1));
        assertEquals(List.of("0.0", "0.15", "0.3"), members(skewed, unwhitened));
    }

    @Test
    void variantsThatAreAskedForAreTakenAsTheyAre() {
        Table table = normal(10_001, 2);
        assertEquals(
                List.of("0.1 whitened", "0.2 whitened", "0.3 whitened"),
                members(table, USUAL.withNoise(0.1, 0.2, 0.3)));
        assertEquals(
                List.of("0.0 whitened", "0.3 whitened"),
                members(normal(100, 2), USUAL.withNoise(0.0, 0.3).withHeldOut(0)));
        TablePlan twice =
                plan(normal(100, 2), USUAL.withNoise(0.0, 0.3).withMembers(2).withSeed(9));
        assertEquals(
                List.of(9L, 9L, 10L, 10L),
                twice.members().stream().map(Watch.Member::seed).toList());
        // no column takes noise, so levels of noise would train the same model
        Table few = normal(200, 1).with(Column.real("x1"));
        assertEquals(
                1,
                members(table(300, 1, r -> r.nextInt(3)).with(Column.whole("x1")), USUAL)
                        .size());
        assertEquals(2, members(few, USUAL.withNoise(0.1, 0.2)).size());
        // maps explain no normal number
        assertEquals(List.of("0.0"), members(table, USUAL.withVariants(List.of(new Recipe.Variant(0.1, true, true)))));
    }

    /** The members of the default, given back, are the same plan, and so the same bits. */
    @Test
    void theDefaultCanBeWrittenDown() {
        for (Table table : List.of(
                table(400, 3, r -> Math.exp(r.nextGaussian())), normal(300, 2), normal(10_001, 2), normal(120, 101))) {
            TablePlan usual = plan(table, USUAL);
            List<Recipe.Variant> variants = usual.members().stream()
                    .map(m -> new Recipe.Variant(m.noise(), m.isWhitened(), m.hasMaps()))
                    .toList();
            RowSpec flow = Planner.usualFlow(table.columns().size());
            TablePlan explicit = plan(
                    table,
                    USUAL.withVariants(variants)
                            .withFlow(flow)
                            .withSteps(usual.training().steps())
                            .withFillSteps(usual.fillSteps()));
            assertEquals(usual.by(explicit.recipe()), explicit);
        }
    }

    @ParameterizedTest(name = "{0} columns")
    @CsvSource({"3, 20000", "100, 20000", "101, 19411", "200, 2500", "500, 160"})
    void aWideTableTakesFewerSteps(int columns, long steps) {
        Table table = normal(40, columns);
        assertEquals(steps, plan(table, USUAL).training().steps());
        assertEquals(700, plan(table, USUAL.withSteps(700)).training().steps(), "as asked for");
        assertEquals(2, plan(table, USUAL.withEpochs(8)).training().steps(), "eight passes over 36 rows");
    }

    @ParameterizedTest(name = "{0} rows")
    @CsvSource({
        // rows, steps between evaluations, evaluations of patience
        "100, 5, 8",
        "355, 5, 8",
        "400, 5, 8",
        "3000, 37, 8",
        "8000, 100, 9",
        "40000, 100, 41",
    })
    void evaluationsAreFourPassesApart(int rows, long every, int patience) {
        TrainingPlan.Evaluation evaluation =
                plan(normal(rows, 1), USUAL).training().evaluation();
        assertEquals(new TrainingPlan.Evaluation(every, patience, Math.ceilDiv(patience, 2)), evaluation);
    }

    @Test
    void evaluationsThatAreAskedForAreTakenAsTheyAre() {
        Recipe asked = USUAL.withEvaluationsEvery(7).withPatience(3);
        assertEquals(
                new TrainingPlan.Evaluation(7, 3),
                plan(normal(3_000, 1), asked).training().evaluation());
    }

    @ParameterizedTest(name = "{0} rows")
    @CsvSource({"100, 200", "200, 200", "201, 201", "999, 999", "2223, 2001, ", "30000, 2000"})
    void theDensityOfMissingCellsTakesAsManyStepsAsRows(int rows, long steps) {
        TablePlan.Parts parts = plan(normal(rows, 2), USUAL).parts();
        int known = parts.train() + parts.heldOut();
        assertEquals(
                Math.min(2_000, Math.max(200, known)),
                plan(normal(rows, 2), USUAL).fillSteps());
        assertEquals(Math.min(steps, 2_000), plan(normal(rows, 2), USUAL).fillSteps());
        assertEquals(7, plan(normal(rows, 2), USUAL.withSteps(7)).fillSteps(), "no more than the model");
        assertEquals(9, plan(normal(rows, 2), USUAL.withFillSteps(9)).fillSteps(), "as asked for");
    }

    @ParameterizedTest(name = "{1} steps of {0} columns: {2}")
    @CsvSource({"100, 2000, 2000", "125, 2000, 1024", "125, 1000, 512", "300, 2000, 200", "300, 9, 9"})
    void theDensityOfMissingCellsOfWideTablesTakesFewerSteps(int columns, long asked, long taken) {
        TablePlan plan = plan(normal(3_000, columns), USUAL.withFillSteps(asked));
        assertEquals(taken, plan.fillSteps());
    }

    @ParameterizedTest(name = "{0} training rows of {1} columns")
    @CsvSource({"255, 2, 1", "256, 2, 32", "256, 15, 8", "256, 127, 1"})
    void broadComponentsNeedRows(int train, int columns, int components) {
        Recipe allTrain = USUAL.withHeldOut(0).withCalibration(0);
        assertEquals(
                components,
                plan(normal(train, columns), allTrain)
                        .architecture()
                        .defensive()
                        .components());
        assertEquals(
                0.2,
                plan(normal(train, columns), allTrain.withTail(0.2))
                        .architecture()
                        .defensive()
                        .student());
    }

    @ParameterizedTest(name = "{0} rows")
    @CsvSource({"20, 5", "10000, 5", "10001, 3"})
    void manyRowsHaveFewerFolds(int rows, int folds) {
        assertEquals(folds, Folds.of(normal(rows, 1).rows(), 1).count());
    }

    @ParameterizedTest(name = "{0} training rows")
    @CsvSource({"20, false", "21, true"})
    void mapsNeedNumbers(int train, boolean areMapped) {
        Table table = table(train, 1, r -> Math.exp(2 * r.nextGaussian()));
        Recipe asked =
                USUAL.withHeldOut(0).withCalibration(0).withVariants(List.of(new Recipe.Variant(0.15, true, true)));
        TablePlan plan = plan(table, asked);
        assertEquals(areMapped, plan.maps().isPresent());
        assertEquals(areMapped, plan.members().getFirst().hasMaps());
        plan.maps().ifPresent(m -> {
            assertTrue(m.gain() > 0, "gain " + m.gain());
            assertTrue(m.kinds().getFirst() instanceof ColumnSpec.Marginal);
        });
    }

    @Test
    void aPlanIsReadBackFromJson() {
        for (Recipe recipe : List.of(
                USUAL,
                USUAL.withNoise(0.0).withEpochs(3).withEvaluationsEvery(4).withCalibration(0.3),
                USUAL.withFlow(RowSpec.of(3, 0, 2)).withTail(0).withoutOddRows(),
                USUAL.withArchitecture(RowSpec.of(3, 1, 1)).withMembers(2))) {
            TablePlan plan = plan(table(500, 3, r -> Math.exp(r.nextGaussian())), recipe);
            TablePlan back = TablePlan.ofJson(plan.toJson());
            assertEquals(plan, back.by(plan.recipe()));
            assertEquals(plan.toJson(), back.toJson());
            assertTrue(back.recipe().trainsAs(recipe), back.recipe().toString());
        }
    }

    @Test
    void aPlanIsOfItsTable() {
        TablePlan plan = plan(normal(100, 2), USUAL);
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class, () -> TableTraining.of(normal(101, 2), plan))
                .getMessage());
        assertTrue(message.startsWith("fit: the plan is of another table (100 x 2, crc32c "), message);
        assertTrue(message.endsWith("give the same table, or make a new plan"), message);
        TablePlan wrong = TablePlan.ofJson(plan.toJson().replace("\"train\":90", "\"train\":80"));
        message = String.valueOf(assertThrows(
                        IllegalArgumentException.class, () -> TableTraining.of(normal(100, 2), wrong))
                .getMessage());
        assertEquals(
                "fit: the recipe of the plan gives Parts[train=90, heldOut=10, calibration=0] but the plan has"
                        + " Parts[train=80, heldOut=10, calibration=0]; change the recipe in the plan, or make a new plan",
                message);
    }

    @Test
    void aPlanNeedsAMember() {
        String json = plan(normal(100, 2), USUAL.withNoise(0.0)).toJson();
        String none = json.replaceFirst("\"members\":\\[\\{.*?\\}\\]", "\"members\":[]");
        assertTrue(String.valueOf(assertThrows(IllegalArgumentException.class, () -> TablePlan.ofJson(none))
                        .getMessage())
                .contains("there must be a member to train but there is none"));
        String mapped = json.replaceFirst("\"hasMaps\":false,\"seed\"", "\"hasMaps\":true,\"seed\"");
        assertTrue(String.valueOf(assertThrows(IllegalArgumentException.class, () -> TablePlan.ofJson(mapped))
                        .getMessage())
                .contains("a member sees columns through maps, so the plan must have maps but has none"));
    }

    @Test
    void wordsSayWhatIsDecided() {
        TablePlan plan = plan(table(1_200, 2, r -> Math.exp(r.nextGaussian())), USUAL);
        assertEquals(
                "972 train, 108 choose parameters and shares, 120 calibrate",
                plan.words().get("rows"));
        assertEquals(
                "120 rows calibrate; a row is compared with 972 rows that the file keeps as ranks and labels, 1,944 bytes",
                plan.words().get("alarms"));
        assertTrue(plan.words().get("members").startsWith("6: no noise, seed 1; no noise, whitened, seed 1; "));
        assertTrue(
                plan.words().get("maps").startsWith("of x1, x2 explain the rows by "),
                plan.words().get("maps"));
        assertEquals(
                "at most 20,000 of 256 rows for each member, learning rate 0.003, a moving average of decay 0.99; an evaluation"
                        + " after each 15, until 4 to 8 bring no better bound",
                plan.words().get("steps"));
        assertEquals(
                "a density of missing cells, 1,080 steps and fewer for each further member",
                plan.words().get("gaps"));
        TablePlan least =
                plan(normal(200, 2), USUAL.withSteps(1).withFillSteps(1).withCalibration(0.005));
        assertTrue(least.words().get("steps").startsWith("at most 1 of 256 rows for each member"));
        assertTrue(least.words().get("gaps").startsWith("a density of missing cells, 1 step and"));
        assertTrue(least.words().get("alarms").startsWith("1 row calibrates; "));
        assertTrue(plan(normal(200, 2), USUAL.withoutOddRows())
                .words()
                .get("rows")
                .contains("odd rows are searched first"));
        assertTrue(IntStream.range(0, 3).allMatch(_ -> plan.words().equals(plan.words())));
    }

    /** Fewer than twenty rows that train, or no more than columns, are few. */
    @ParameterizedTest(name = "{0} rows of {1} columns")
    @CsvSource({"3, 3, true", "21, 3, true", "23, 3, false", "45, 40, true", "46, 40, false"})
    void wordsSayThatRowsAreFew(int rows, int columns, boolean areFew) {
        TablePlan plan = plan(normal(rows, columns), USUAL);
        assertEquals(
                areFew,
                plan.words().get("rows").endsWith("; so few rows may say little about new ones"),
                plan.words().get("rows"));
    }

    /** A plan with odd rows takes the whole table, and leaves them out. */
    @Test
    void oddRowsAreLeftOut() {
        Table all = normal(200, 2);
        Table clean = all.select(
                IntStream.range(0, 200).filter(i -> i != 3 && i != 198).toArray());
        TablePlan plan = plan(clean, USUAL).withOddRows(List.of(3, 198));
        assertEquals(TablePlan.fingerprint(clean), TablePlan.fingerprint(plan.without(all)));
        assertEquals(198, TableTraining.of(all, plan).rows().size());
    }

    /** A training by a plan decides nothing anew. */
    @Test
    void aGivenPlanTrainsAsItStands() {
        Table table = normal(200, 2);
        TablePlan plan = plan(table, USUAL);
        TablePlan other = plan.withArchitecture(plan.architecture().withNoise(0.7));
        assertEquals(other.toJson(), TableTraining.of(table, other).plan().toJson());
    }

    /** Given columns stand last in a plan, wherever the table has them. */
    @Test
    void wordsNameTheColumnsThatHaveMaps() {
        SplittableRandom random = new SplittableRandom(3);
        double[][] rows = new double[300][];
        Arrays.setAll(rows, _ -> new double[] {random.nextGaussian(), Math.exp(2 * random.nextGaussian())});
        Table table = Table.of(rows, "plain", "skewed");
        String joint = plan(table, USUAL).words().get("maps");
        assertTrue(joint.startsWith("of skewed explain"), joint);
        String given = plan(table, USUAL.given("plain")).words().get("maps");
        assertTrue(given.startsWith("of skewed explain"), given);
    }

    /** A plan may be edited: its members are numbered by their places. */
    @Test
    void aMemberCanBeTakenOutOfTheJson() {
        String json = plan(normal(100, 2), USUAL.withNoise(0.1, 0.2, 0.3)).toJson();
        TablePlan two =
                TablePlan.ofJson(json.replace("{\"noise\":0.1,\"isWhitened\":true,\"hasMaps\":false,\"seed\":1},", ""));
        assertEquals(
                List.of(new Watch.Member(0, 2, 0.2, true, false, 1), new Watch.Member(1, 2, 0.3, true, false, 1)),
                two.members());
    }
}
