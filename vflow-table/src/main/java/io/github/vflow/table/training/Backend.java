package io.github.vflow.table.training;

import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.plan.Planner;
import io.github.vflow.table.plan.TrainingRows;
import io.github.vflow.tensor.engine.Engine;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.LongFunction;

/**
 * The engine that trains, and optionally the source of training batches.
 *
 * @param engine that trains and evaluates; engines of float32 give the same bits
 * @param batches the rows of the steps for a seed, of the columns of the table; empty: the rows of the table that are not held out. With it, the
 *     table is a sample: it standardises, initialises, chooses and calibrates, while the steps see other rows
 * @param atOnce the number of members that train side by side
 */
public record Backend(Engine engine, Optional<LongFunction<BatchSource>> batches, int atOnce) {
    /** Another engine, with one member at a time. */
    public static Backend of(Engine engine) {
        return new Backend(engine, Optional.empty(), 1);
    }

    /**
     * The engine of a training with the threads of its recipe. Members train side by side, since threads that share a step wait for one another.
     * Members of a large table, or members too large for the heap together, train one after another on all threads.
     *
     * @param engines an engine of some threads
     */
    public static Backend of(TablePlan plan, TrainingRows rows, IntFunction<Engine> engines) {
        int threads = Planner.threads(plan.recipe(), rows.size());
        int most = Planner.isLarge(rows) ? 1 : Math.min(threads, plan.members().size());
        int atOnce = most > 1
                        && Heap.hasRoom(
                                Models.of(plan.architecture(), plan.recipe().seed()), plan.training(), most)
                ? most
                : 1;
        return new Backend(engines.apply(threads / atOnce), Optional.empty(), atOnce);
    }

    /** The same engine with other rows for the steps. */
    public Backend withBatches(LongFunction<BatchSource> source) {
        return new Backend(engine, Optional.of(source), atOnce);
    }
}
