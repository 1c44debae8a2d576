package io.github.vflow.table.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.fit.Watch;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Costs that were measured choose members and steps for a time. */
final class TrainingCostsTest {
    private static final Recipe RECIPE = Recipe.standard();
    private static final TrainingRows ROWS = rows(1_200);
    private static final TablePlan PLAN = Planner.plan(ROWS, RECIPE);
    /** A step takes 10 ms, a member 0.2 s before its first. */
    private static final TrainingCosts COSTS = new TrainingCosts(0.5, 0.2, 0.01, 0, 2);

    private static TrainingRows rows(int n) {
        SplittableRandom random = new SplittableRandom(5);
        double[][] cells = new double[n][2];
        for (double[] row : cells) {
            row[0] = random.nextGaussian();
            row[1] = row[0] + random.nextGaussian();
        }
        return TrainingRows.of(Table.of(cells, "a", "b"), RECIPE);
    }

    private static TablePlan within(double seconds) {
        return Planner.plan(ROWS, COSTS.within(Duration.ofNanos((long) (seconds * 1e9)), PLAN));
    }

    private static double seconds(TablePlan plan) {
        double work = plan.members().size() * (0.2 + 0.01 * plan.training().steps());
        return plan.members().size() > 1 ? work / 1.5 : work;
    }

    @Test
    void moreTimeGivesMoreStepsThenMoreMembers() {
        long before = 0;
        for (int s : new int[] {2, 4, 8, 16, 32, 64}) {
            TablePlan plan = within(s);
            double planned = 0.8 * (s - 0.5);
            assertTrue(seconds(plan) <= planned, s + " s: " + plan.words());
            assertTrue(seconds(plan) > planned - 0.1 * plan.members().size(), s + " s: " + plan.words());
            long work = plan.members().size() * plan.training().steps();
            assertTrue(work > before, s + " s: " + plan.words());
            before = work;
        }
        assertEquals(2, within(2).members().size(), "they train side by side");
        assertEquals(PLAN.members().size(), within(64).members().size());
    }

    /** Then one without noise; maps, and more noise, come last. */
    @Test
    void theFirstMemberHasALittleNoise() {
        assertEquals(0.15, TrainingCosts.first(PLAN).noise());
        List<Watch.Member> pair = within(2).members();
        assertEquals(List.of(0.15, 0.0), pair.stream().map(Watch.Member::noise).toList());
        assertTrue(pair.getLast().isWhitened() && !pair.getLast().hasMaps());
        List<Watch.Member> all = within(64).members();
        assertTrue(all.get(3).noise() > 0.15 || all.get(3).hasMaps(), all.toString());
        assertEquals(0, all.get(2).noise());
    }

    /** Two members one after another take the time of one of more steps; and side by side they must have steps for four evaluations. */
    @Test
    void oneThreadFoldsOrAFewStepsHaveOneMember() {
        long ofFour = 4 * PLAN.training().evaluation().every();
        double tight = 0.5 + 2 * (0.2 + 0.01 * ofFour) / 1.5 / 0.8;
        assertEquals(2, within(tight + 0.001).members().size());
        assertEquals(1, within(tight - 0.02).members().size());
        Duration two = Duration.ofSeconds(2);
        TrainingCosts alone = new TrainingCosts(0.5, 0.2, 0.01, 0, 1);
        assertEquals(1, Planner.plan(ROWS, alone.within(two, PLAN)).members().size());
        TrainingRows few = rows(400);
        TablePlan folds = Planner.plan(few, RECIPE);
        // two members with five folds of four fifths each would have steps for five evaluations
        double each = 0.2 + 0.01 * 5 * folds.training().evaluation().every();
        Duration some = Duration.ofNanos((long) (1e9 * (0.5 + 10 * each / 1.5 / 0.8)));
        assertEquals(1, Planner.plan(few, COSTS.within(some, folds)).members().size());
    }

    @Test
    void aPlanThatFitsStays() {
        assertEquals(PLAN, within(1_000_000));
    }

    @Test
    void aTimeThatIsOverLeavesAShortTraining() {
        TablePlan plan = within(0);
        assertEquals(1, plan.members().size());
        assertEquals(20, plan.training().steps());
    }

    /** The plan is a plan of its recipe, so a training repeats without a clock. */
    @Test
    void theChosenPlanIsOfARecipe() {
        TablePlan plan = within(8);
        assertEquals(plan, Planner.plan(ROWS, plan.recipe()));
    }

    @Test
    void foldsCountAsTrainings() {
        TrainingRows few = rows(400);
        TablePlan all = Planner.plan(few, RECIPE);
        assertEquals(5, all.folds());
        TablePlan plan = Planner.plan(few, COSTS.within(Duration.ofSeconds(20), all));
        double work = plan.members().size() * 5 * (0.2 + 0.01 * plan.training().steps());
        assertTrue(work / 1.5 <= 0.8 * 19.5, plan.words().toString());
    }

    @Test
    void theDensityOfMissingCellsTakesAQuarterAtMost() {
        TablePlan gaps = PLAN.withArchitecture(PLAN.architecture());
        TrainingCosts dear = new TrainingCosts(0, 0.2, 0.01, 0.1, 1);
        Recipe recipe = dear.within(Duration.ofSeconds(10), gaps);
        assertEquals(20, recipe.estimation().fillSteps());
    }

    /** Members and folds of four fifths each side by side, then the first density of missing cells, then a quarter for others. */
    private static double seconds(TrainingCosts costs, TablePlan plan, long fill) {
        int members = plan.members().size();
        double trainings = members * (1 + 0.8 * plan.folds());
        int jobs = Math.min(costs.atOnce(), plan.folds() > 0 ? Math.max(members, plan.folds()) : members);
        double each = costs.start() + costs.step() * plan.training().steps();
        return trainings * each / (jobs > 1 ? 0.75 * jobs : 1)
                + costs.fillStep() * fill * (1 + ((members - 1) / 4.0 + plan.folds()) / costs.atOnce());
    }

    /** The plan fits, and a step more for each member would not. */
    @Test
    void aPlanTakesTheTimeThatIsLeft() {
        for (TrainingCosts costs : new TrainingCosts[] {
            new TrainingCosts(1, 0.2, 0.01, 0.002, 1),
            new TrainingCosts(1, 0.2, 0.01, 0.002, 3),
            new TrainingCosts(0, 0.5, 0.02, 0.01, 2)
        }) {
            for (TrainingRows of : new TrainingRows[] {ROWS, rows(400)}) {
                TablePlan all = Planner.plan(of, RECIPE);
                double first = costs.fillStep() * all.fillSteps() * (1 + (double) all.folds() / costs.atOnce());
                for (int s : new int[] {20, 60, 200}) {
                    TablePlan plan = Planner.plan(of, costs.within(Duration.ofSeconds(s), all));
                    double left = 0.8 * (s - costs.spent());
                    long fill = (long) (all.fillSteps() * Math.min(1, 0.25 * left / first));
                    double taken = seconds(costs, plan, plan.fillSteps());
                    String words = taken + " of " + left + ", " + costs + ", " + s + " s: " + plan.words();
                    assertTrue(taken <= left + 1e-9, words);
                    double more = plan.members().size() * (1 + 0.8 * plan.folds()) * costs.step();
                    assertTrue(
                            seconds(costs, plan, fill) + more > left
                                    || plan.training().steps() == all.training().steps(),
                            words);
                    assertEquals(Math.min(fill, plan.training().steps()), plan.fillSteps(), words);
                }
            }
        }
    }

    /** A quarter of the time, or all steps if they take no more. */
    @Test
    void theFirstDensityOfMissingCellsHasAQuarter() {
        TrainingCosts costs = new TrainingCosts(2, 0.2, 0.01, 0.05, 1);
        double left = 0.8 * (102 - 2);
        assertEquals(1_080, PLAN.fillSteps());
        assertEquals(
                (long) (0.25 * left / 0.05),
                costs.within(Duration.ofSeconds(102), PLAN).estimation().fillSteps());
        assertEquals(
                1_080,
                new TrainingCosts(2, 0.2, 0.01, 0.25 * left / 1_080, 1)
                        .within(Duration.ofSeconds(102), PLAN)
                        .estimation()
                        .fillSteps());
    }

    @Test
    void foldsTrainLikeTheModel() {
        TablePlan asked =
                Planner.plan(ROWS, RECIPE.withNoise(0.5, 0.25).withMembers(3).withSeed(7));
        Recipe folds = Planner.ofFolds(asked, true);
        assertEquals(0, folds.split().calibration().orElseThrow());
        assertEquals(1, folds.ensemble().members());
        assertEquals(asked.recipe().ensemble().variants(), folds.ensemble().variants());
        assertEquals(asked.architecture(), folds.network().whole().orElseThrow());
        Recipe complete = Planner.ofFolds(PLAN, false);
        assertTrue(complete.network().whole().orElseThrow().fill().isNone());
        assertEquals(
                RECIPE.withNoise(0.0, 0.15).ensemble().variants(),
                complete.ensemble().variants());
        Recipe search = Planner.ofSearch(RECIPE.withSeed(7).withoutOddRows(), 3);
        assertEquals(10, search.seed());
        assertEquals(RECIPE.withNoise(0.15).withTilt(false).ensemble(), search.ensemble());
        assertFalse(complete.ensemble().isTilted(), "alarms do not see a tilt");
        assertEquals(0, search.split().calibration().orElseThrow());
        assertFalse(search.split().leavesOutOddRows());
    }

    @Test
    void passesOverTheRowsAreSteps() {
        assertEquals(
                1,
                Planner.plan(ROWS, RECIPE.withEpochs(1).withBatch(972))
                        .training()
                        .steps());
        assertEquals(
                2,
                Planner.plan(ROWS, RECIPE.withEpochs(1).withBatch(971))
                        .training()
                        .steps());
        assertEquals(
                "fit: epochs must be fewer for 972 rows but are " + Long.MAX_VALUE + "; give steps instead",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Planner.plan(ROWS, RECIPE.withEpochs(Long.MAX_VALUE)))
                        .getMessage());
    }
}
