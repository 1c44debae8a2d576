package io.github.vflow.table.training;

import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.tensor.engine.Engine;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * The engine that trains, and optionally the source of training batches.
 *
 * @param engine that trains and evaluates; engines of float32 give the same bits
 * @param batches the rows of the steps for a seed, of the columns of the table; empty: the rows of the table that are not held out. With it, the
 *     table is a sample: it standardises, initialises, chooses and calibrates, while the steps see other rows
 */
public record Backend(Engine engine, Optional<LongFunction<BatchSource>> batches) {
    /** Another engine. */
    public static Backend of(Engine engine) {
        return new Backend(engine, Optional.empty());
    }

    /** The same engine with other rows for the steps. */
    public Backend withBatches(LongFunction<BatchSource> source) {
        return new Backend(engine, Optional.of(source));
    }
}
