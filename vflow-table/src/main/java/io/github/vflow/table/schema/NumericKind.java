package io.github.vflow.table.schema;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.flow.spec.column.ColumnSpec;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A modelled column of numbers. */
sealed interface NumericKind extends Column
        permits Real, Whole, NumericKind.Bounded, NumericKind.HeavyTailed, NumericKind.Circle {
    @Override
    default double encode(@Nullable Object value) {
        if (Column.isGap(value)) {
            return Double.NaN;
        }
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException("Column: \"" + name() + "\" has finite numbers but got "
                + (value instanceof Number ? value : "the text \"" + value + "\"")
                + "; repair it, or make it a Column.category");
    }

    @Override
    default ToDoubleFunction<Object> reader(Notation notation) {
        return cell -> cell instanceof Number n ? notation.number(n.doubleValue()) : notation.parse(cell.toString());
    }

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
                throw new IllegalArgumentException("Column: \"" + name + "\" has numbers between " + low + " and "
                        + high + " but got " + value + "; repair it, or give wider bounds");
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

    /** Real numbers on a circle. */
    sealed interface Circle extends NumericKind permits Column.Circular {
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
}
