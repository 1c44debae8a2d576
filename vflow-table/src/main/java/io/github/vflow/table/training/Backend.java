package io.github.vflow.table.training;

import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.plan.Planner;
import io.github.vflow.table.plan.TrainingRows;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.spi.SpareThreads;
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
 * @param spare the threads that members leave idle
 */
public record Backend(Engine engine, Optional<LongFunction<BatchSource>> batches, int atOnce, SpareThreads spare) {
    /** A step of a member has as many shards, so one more thread helps it. */
    private static final int SHARDS = 2;

    /** Another engine, with one member at a time. */
    public static Backend of(Engine engine) {
        return new Backend(engine, Optional.empty(), 1, new SpareThreads(0));
    }

    /**
     * The engine of a training with the threads of its recipe. Members train side by side, since threads that share a step wait for one another; a
     * thread that has no member left helps with the steps of others. Members of a large table, or members too large for the heap together, train one
     * after another on all threads.
     *
     * @param engines an engine of some threads
     */
    public static Backend of(TablePlan plan, TrainingRows rows, IntFunction<Engine> engines) {
        int threads = plan.recipe().machine().threads();
        return atOnce(plan, rows) == 1
                ? of(engines.apply(threads))
                : beside(plan, rows, engines, new SpareThreads(threads));
    }

    /**
     * The engine of a training that runs beside others, such as those of other folds, with its own threads and those
     * left idle by all of them.
     *
     * @param engines an engine of some threads
     * @param spare of all these trainings
     */
    public static Backend beside(TablePlan plan, TrainingRows rows, IntFunction<Engine> engines, SpareThreads spare) {
        int atOnce = atOnce(plan, rows);
        int each = Math.max(plan.recipe().machine().threads() / atOnce, SHARDS);
        return new Backend(engines.apply(each).sharing(spare), Optional.empty(), atOnce, spare);
    }

    private static int atOnce(TablePlan plan, TrainingRows rows) {
        int most = Planner.isLarge(rows)
                ? 1
                : Math.min(plan.recipe().machine().threads(), plan.members().size());
        return most > 1
                        && Heap.hasRoom(
                                Models.of(plan.architecture(), plan.recipe().seed()), plan.training(), most)
                ? most
                : 1;
    }

    /** The same engine with other rows for the steps. */
    public Backend withBatches(LongFunction<BatchSource> source) {
        return new Backend(engine, Optional.of(source), atOnce, spare);
    }
}
