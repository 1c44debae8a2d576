package io.github.vflow.table.schema;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.flow.spec.column.ColumnSpec;

/** Real numbers with heavy tails: {@link Column#heavyTailed}. */
record HeavyTailed(String name) implements NumericKind {
    @Override
    public String kindWord() {
        return "heavy-tailed";
    }

    @Override
    public String use() {
        return "density, by an arcsinh";
    }

    @Override
    public boolean isContinuous() {
        return true;
    }

    @Override
    public boolean hasHeavyTails() {
        return true;
    }

    @Override
    public ColumnSpec spec(Rows rows, int j, double mean, double std) {
        return ColumnSpec.HeavyTailed.of(rows, j);
    }

    /** The median, since the mean of heavy tails may be anywhere. */
    @Override
    public double best(Imputation cell) {
        return cell.quantile(0.5)[0];
    }

    /** Beyond float32, where the density is zero. */
    @Override
    public double nearest(double number) {
        return Math.clamp(number, -Double.MAX_VALUE, Double.MAX_VALUE);
    }
}
