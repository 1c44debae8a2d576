package io.github.vflow.table.schema;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.flow.spec.column.ColumnSpec;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Real numbers on a circle. */
sealed interface CircularKind extends NumericKind permits Column.Circular {
    /** A number, such as 0. */
    double low();

    /** A period above, which is the same place, such as 360. */
    double high();

    @Override
    default String kindWord() {
        return "circular";
    }

    @Override
    default String use() {
        return "density on a circle";
    }

    @Override
    default String words() {
        return low() + " … " + high() + " on a circle";
    }

    @Override
    default boolean mayBeTime() {
        return true;
    }

    @Override
    default Optional<Column.Circular> circle() {
        return Optional.of(new Column.Circular(name(), low(), high()));
    }

    @Override
    default boolean takesNoise(Rows rows, int j) {
        return true;
    }

    /** The length of the circle. */
    default double period() {
        return high() - low();
    }

    /** The number of the same place that is at least low and less than high; NaN for NaN. */
    default double place(double number) {
        double place = number - period() * Math.floor((number - low()) / period());
        return place >= high() ? low() : place;
    }

    /** The standard deviation of the numbers on the circle, cut where they leave the widest gap. */
    default double spread(Rows rows, int j) {
        return ColumnSpec.Circular.of(rows, j, low(), high()).scale();
    }

    @Override
    default double encode(@Nullable Object value) {
        return place(NumericKind.super.encode(value));
    }

    /** Places of numbers that float32 holds; others stay, which are no values. */
    @Override
    default ToDoubleFunction<Object> reader(Notation notation) {
        ToDoubleFunction<Object> numbers = NumericKind.super.reader(notation);
        return cell -> {
            double number = numbers.applyAsDouble(cell);
            return Float.isFinite((float) number) ? place(number) : number;
        };
    }

    @Override
    default double drawn(double number) {
        return place(number);
    }

    /** The mean of the draws on the turn of the circle around them. */
    @Override
    default double best(Imputation cell) {
        return place(cell.around(0, period()).mean()[0]);
    }

    @Override
    default ColumnSpec spec(Rows rows, int j, double mean, double std) {
        return ColumnSpec.Circular.of(rows, j, low(), high());
    }
}
