package io.github.vflow.table.schema;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.column.ColumnSpec;
import org.jspecify.annotations.Nullable;

/** Real numbers between two bounds. */
sealed interface BoundedKind extends NumericKind permits Column.Bounded {
    /** The lower bound. */
    double low();

    /** The upper bound. */
    double high();

    @Override
    default String kindWord() {
        return "bounded";
    }

    @Override
    default String use() {
        return "density, by a logit";
    }

    @Override
    default String words() {
        return low() + " … " + high();
    }

    @Override
    default String expected() {
        return "a number between " + low() + " and " + high();
    }

    @Override
    default String fault() {
        return "numbers that are not between " + low() + " and " + high();
    }

    @Override
    default double encode(@Nullable Object value) {
        double number = NumericKind.super.encode(value);
        if (!Double.isNaN(number) && !isInside(number)) {
            throw new IllegalArgumentException("Column: \"" + name() + "\" has numbers between " + low() + " and "
                    + high() + " but got " + value + "; repair it, or give wider bounds");
        }
        return number;
    }

    /** Whether a number can stand in such a column. */
    default boolean isInside(double number) {
        return number > low() && number < high();
    }

    @Override
    default boolean canBe(double number) {
        return NumericKind.super.canBe(number) && isInside(number);
    }

    @Override
    default boolean isOutOfBounds(double number) {
        return Double.isFinite(number) && !isInside(number);
    }

    @Override
    default double drawn(double number) {
        return Math.clamp(number, Math.nextUp(low()), Math.nextDown(high()));
    }

    @Override
    default ColumnSpec spec(Rows rows, int j, double mean, double std) {
        return new ColumnSpec.Bounded(low(), high());
    }
}
