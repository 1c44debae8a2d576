package io.github.vflow.table.training;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.plan.Planner;
import io.github.vflow.table.plan.TrainingRows;
import io.github.vflow.tensor.run.Engines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * All that a training of a table needs, new or resumed; {@link TrainingRun} does it. Immutable.
 *
 * @param rows by their part in the training
 * @param plan all that is decided
 * @param watch sees each step
 * @param backend that trains; empty: the threads of the recipe
 * @param files of its checkpoints; empty for none
 * @param notes for people
 * @param from the checkpoint to go on from; empty: from the start
 */
public record TrainingJob(
        TrainingRows rows,
        TablePlan plan,
        Watch watch,
        Optional<Backend> backend,
        Optional<CheckpointFiles> files,
        Map<String, String> notes,
        Optional<TableCheckpoint> from) {
    private TrainingJob(TrainingRows rows, TablePlan plan) {
        this(rows, plan, Watch.none(), Optional.empty(), Optional.empty(), Map.of(), Optional.empty());
    }

    /** A new training, which decides by a recipe. */
    public static TrainingJob of(Table table, Recipe recipe) {
        Objects.requireNonNull(table, "TableTraining.of: table");
        Objects.requireNonNull(recipe, "TableTraining.of: recipe");
        TrainingRows rows = TrainingRows.of(table, recipe);
        return new TrainingJob(rows, Planner.plan(rows, recipe));
    }

    /** A new training of the rows of a table that are not odd. */
    public static TrainingJob withoutOddRows(Table table, List<Integer> odd, Recipe recipe) {
        TrainingJob normal = of(TablePlan.without(table, odd), recipe.withoutOddRows());
        return new TrainingJob(normal.rows, normal.plan.withOddRows(odd));
    }

    /** A new training by a plan. */
    public static TrainingJob of(Table table, TablePlan plan) {
        Objects.requireNonNull(table, "TableTraining.of: table");
        Table own = plan.without(table);
        String given = TablePlan.fingerprint(own);
        if (!given.equals(plan.table())) {
            throw new IllegalArgumentException("fit: the plan is of another table (" + plan.table()
                    + ") than the one given (" + given + "); give the same table, or make a new plan");
        }
        TrainingRows rows = TrainingRows.of(own, plan.recipe());
        if (!rows.parts().equals(plan.parts())) {
            throw new IllegalArgumentException("fit: the recipe of the plan gives " + rows.parts()
                    + " but the plan has " + plan.parts() + "; change the recipe in the plan, or make a new plan");
        }
        return new TrainingJob(rows, plan);
    }

    /** A training that goes on from a checkpoint, with its plan and a changed recipe. */
    public static TrainingJob resume(Table table, TableCheckpoint checkpoint, UnaryOperator<Recipe> change) {
        Recipe changed = change.apply(checkpoint.plan().recipe());
        Table own = checkpoint.plan().without(table);
        checkpoint.requireSame(own, changed);
        return new TrainingJob(
                TrainingRows.of(own, changed),
                checkpoint.plan().by(changed),
                Watch.none(),
                Optional.empty(),
                Optional.of(new CheckpointFiles(checkpoint.file(), true, true)),
                checkpoint.notes(),
                Optional.of(checkpoint));
    }

    /** The training whose members and steps take at most about a time, measured on this machine. */
    public TrainingJob within(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("fit: the time of a training must be positive but is " + time);
        }
        if (from.isPresent()) {
            throw new IllegalArgumentException(
                    "fit: a training that goes on from a checkpoint keeps its members and steps," + " but within "
                            + time + " chooses anew; resume it without a time, or begin a new one");
        }
        if (plan.searchesFirst()) {
            throw new IllegalArgumentException(
                    "fit: a search of odd rows takes a time of its own, so a training within " + time
                            + " has none; leave one of them out");
        }
        CostMeter meter = new CostMeter(time, System::nanoTime);
        Recipe recipe = meter.measure(rows, plan, where()).within(time, plan);
        return by(rows, Planner.plan(rows, recipe));
    }

    /** The backend that trains. */
    Backend where() {
        return backend.orElseGet(() -> Backend.of(plan, rows, Engines::vector));
    }

    /** The same of other rows, or by another plan. */
    TrainingJob by(TrainingRows others, TablePlan other) {
        return new TrainingJob(others, other, watch, backend, files, notes, from);
    }

    public TrainingJob withWatch(Watch seen) {
        return new TrainingJob(rows, plan, seen, backend, files, notes, from);
    }

    public TrainingJob withBackend(Backend other) {
        return new TrainingJob(rows, plan, watch, Optional.of(other), files, notes, from);
    }

    public TrainingJob withFiles(CheckpointFiles written) {
        return new TrainingJob(rows, plan, watch, backend, Optional.of(written), notes, from);
    }

    /** With files at another place, from which folds go on if they went on before. */
    public TrainingJob withCheckpoint(Path file, boolean isKept) {
        boolean areResumed = files.map(CheckpointFiles::areResumed).orElse(false);
        return withFiles(new CheckpointFiles(file, isKept, areResumed));
    }

    public TrainingJob withNotes(Map<String, String> texts) {
        return new TrainingJob(rows, plan, watch, backend, files, Map.copyOf(texts), from);
    }
}
