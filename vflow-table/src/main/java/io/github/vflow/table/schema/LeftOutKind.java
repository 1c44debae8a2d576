package io.github.vflow.table.schema;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.column.ColumnSpec;
import java.util.function.ToDoubleFunction;

/** A column for which rows hold no number. */
sealed interface LeftOutKind extends Column permits Constant, Derived, Ignored {
    @Override
    default boolean isModelled() {
        return false;
    }

    @Override
    default ColumnSpec spec(Rows rows, int j, double mean, double std) {
        throw new IllegalStateException("Schema: modelled columns must not have " + this);
    }

    @Override
    default ToDoubleFunction<Object> reader(Notation notation) {
        return _ -> Double.NaN;
    }

    @Override
    default boolean accepts(Column other) {
        return true;
    }
}
