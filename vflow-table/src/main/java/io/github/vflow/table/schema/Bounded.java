package io.github.vflow.table.schema;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.column.ColumnSpec;
import org.jspecify.annotations.Nullable;

/** Real numbers between two bounds: {@link Column#bounded}. */
record Bounded(String name, double low, double high) implements NumericKind {
    public Bounded {
        new ColumnSpec.Bounded(low, high);
    }

    @Override
    public String kindWord() {
        return "bounded";
    }

    @Override
    public String use() {
        return "density, by a logit";
    }

    @Override
    public String words() {
        return low + " … " + high;
    }

    @Override
    public String expected() {
        return "a number between " + low + " and " + high;
    }

    @Override
    public String fault() {
        return "numbers that are not between " + low + " and " + high;
    }

    @Override
    public double encode(@Nullable Object value) {
        double number = NumericKind.super.encode(value);
        if (!Double.isNaN(number) && !isInside(number)) {
            throw new IllegalArgumentException("Column: \"" + name + "\" has numbers between " + low + " and " + high
                    + " but got " + value + "; repair it, or give wider bounds");
        }
        return number;
    }

    /** Whether a number can stand in such a column. */
    boolean isInside(double number) {
        return number > low && number < high;
    }

    @Override
    public boolean canBe(double number) {
        return NumericKind.super.canBe(number) && isInside(number);
    }

    @Override
    public boolean isOutOfBounds(double number) {
        return Double.isFinite(number) && !isInside(number);
    }

    @Override
    public double drawn(double number) {
        return Math.clamp(number, Math.nextUp(low), Math.nextDown(high));
    }

    @Override
    public ColumnSpec spec(Rows rows, int j, double mean, double std) {
        return new ColumnSpec.Bounded(low, high);
    }
}
