package io.github.vflow.table.plan;

import io.github.vflow.flow.defaults.GapDefaults;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.table.defaults.MemberDefaults;
import io.github.vflow.table.defaults.TimeDefaults;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Recipe.Variant;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.fit.Watch;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * The costs of a training on one machine, in seconds, and the plan that they leave in a given time. A pure function of the numbers.
 *
 * @param spent the time that is over already
 * @param start of a member before its first step
 * @param step of a member, with its part of the evaluations
 * @param fillStep of the density of missing cells; 0 without one
 * @param atOnce the trainings side by side, at least 1
 */
public record TrainingCosts(double spent, double start, double step, double fillStep, int atOnce) {
    /**
     * A member with a little noise, which suits alarms, then one without noise, which suits densities; together they come close to all. Maps and more
     * noise come last.
     */
    private static final Comparator<Watch.Member> MOST_USEFUL_FIRST = Comparator.<Watch.Member, Boolean>comparing(
                    m -> m.hasMaps() || m.noise() > MemberDefaults.NOISE)
            .thenComparing(m -> m.noise() == 0)
            .thenComparing(m -> !m.isWhitened());

    /**
     * The recipe whose plan takes at most about a time: all of a plan if it fits, else as many members as have steps enough to find their best
     * parameters. It has at least one member, or as many as train side by side if there are no folds and each has steps for a few evaluations.
     */
    public Recipe within(Duration time, TablePlan plan) {
        double left = TimeDefaults.PLANNED * Math.max(0, time.toNanos() * 1e-9 - spent);
        long planned = plan.training().steps();
        if (seconds(plan, plan.members().size(), planned, plan.fillSteps()) <= left) {
            return plan.recipe();
        }
        List<Variant> variants = variants(plan);
        long enough = Math.min(planned, enough(plan.training().evaluation()));
        long fill = fillSteps(plan, left);
        int members = variants.size();
        int least = fewest(plan, members, fill, left);
        while (members > least && steps(plan, members, fill, left) < enough) {
            members--;
        }
        long steps =
                Math.clamp(steps(plan, members, fill, left), Math.min(planned, TimeDefaults.FEWEST_STEPS), planned);
        return plan.recipe()
                .withVariants(variants.subList(0, members))
                .withMembers(1)
                .withSteps(steps)
                .withFillSteps(Math.min(fill, steps));
    }

    /** The fewest members of a plan: as many as train side by side, if each has steps for the least patience, or one. */
    private int fewest(TablePlan plan, int members, long fill, double left) {
        int beside = plan.folds() == 0 ? Math.min(atOnce, members) : 1;
        TrainingPlan.Evaluation evaluation = plan.training().evaluation();
        return steps(plan, beside, fill, left) >= Math.max(1, evaluation.least()) * evaluation.every() ? beside : 1;
    }

    /** The ways to train a member, the most useful first. */
    private static List<Variant> variants(TablePlan plan) {
        return plan.members().stream()
                .sorted(MOST_USEFUL_FIRST)
                .map(m -> new Variant(m.noise(), m.isWhitened(), m.hasMaps()))
                .distinct()
                .toList();
    }

    /** The member that trains alone if the time is shortest, and whose costs are measured. */
    public static Watch.Member first(TablePlan plan) {
        return plan.members().stream().min(MOST_USEFUL_FIRST).orElseThrow();
    }

    private static long enough(TrainingPlan.Evaluation evaluation) {
        return (long) (TimeDefaults.PATIENCES * Math.max(1, evaluation.patience()) * evaluation.every());
    }

    private long fillSteps(TablePlan plan, double left) {
        double all = fillSeconds(plan, 1, plan.fillSteps());
        return all <= TimeDefaults.FILLED * left
                ? plan.fillSteps()
                : Math.max(1, (long) (plan.fillSteps() * TimeDefaults.FILLED * left / all));
    }

    /** The steps of each of some members that take the rest of a time. */
    private long steps(TablePlan plan, int members, long fill, double left) {
        double each = (left - fillSeconds(plan, members, fill)) * speed(plan, members) / trainings(plan, members);
        return (long) Math.max(0, (each - start) / step);
    }

    private double seconds(TablePlan plan, int members, long steps, long fill) {
        return trainings(plan, members) * (start + steps * step) / speed(plan, members)
                + fillSeconds(plan, members, fill);
    }

    /** The first density trains alone, and others start from it; each fold has one. */
    private double fillSeconds(TablePlan plan, int members, long fill) {
        double others = (members - 1.0) / GapDefaults.FILL_PART;
        return fillStep * fill * (1 + (others + plan.folds()) / atOnce);
    }

    /** Trainings of all rows that take as long as all members and folds. */
    private static double trainings(TablePlan plan, int members) {
        return members * (1 + TimeDefaults.FOLD * plan.folds());
    }

    private double speed(TablePlan plan, int members) {
        int jobs = Math.min(atOnce, plan.folds() > 0 ? Math.max(members, plan.folds()) : members);
        return jobs > 1 ? TimeDefaults.SIDE_BY_SIDE * jobs : 1;
    }
}
