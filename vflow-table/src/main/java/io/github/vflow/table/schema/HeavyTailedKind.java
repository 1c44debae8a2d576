package io.github.vflow.table.schema;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.flow.spec.column.ColumnSpec;

/** Real numbers with heavy tails. */
sealed interface HeavyTailedKind extends NumericKind permits Column.HeavyTailed {
    @Override
    default String kindWord() {
        return "heavy-tailed";
    }

    @Override
    default String use() {
        return "density, by an arcsinh";
    }

    @Override
    default boolean isContinuous() {
        return true;
    }

    @Override
    default boolean hasHeavyTails() {
        return true;
    }

    @Override
    default ColumnSpec spec(Rows rows, int j, double mean, double std) {
        return ColumnSpec.HeavyTailed.of(rows, j);
    }

    /** The median, since the mean of heavy tails may be anywhere. */
    @Override
    default double best(Imputation cell) {
        return cell.quantile(0.5)[0];
    }

    /** Beyond float32, where the density is zero. */
    @Override
    default double nearest(double number) {
        return Math.clamp(number, -Double.MAX_VALUE, Double.MAX_VALUE);
    }
}
