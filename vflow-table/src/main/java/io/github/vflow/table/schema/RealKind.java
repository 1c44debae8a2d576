package io.github.vflow.table.schema;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.table.source.text.Numerals;
import java.util.OptionalDouble;

/** Real numbers, one of them perhaps an atom. */
sealed interface RealKind extends Column.Numeric permits Column.Real {
    @Override
    default String kindWord() {
        return "real";
    }

    @Override
    default String use() {
        return atom().isPresent()
                ? "probability of " + Numerals.shortest(atom().getAsDouble()) + ", density of the others"
                : "density";
    }

    @Override
    default boolean isContinuous() {
        return true;
    }

    @Override
    default boolean mayBeTime() {
        return true;
    }

    @Override
    default boolean takesNoise(Rows rows, int j) {
        return true;
    }

    @Override
    default boolean mayHaveAtom(Rows rows, int j) {
        return true;
    }

    @Override
    default Column withAtom(OptionalDouble number) {
        return new Column.Real(name(), number);
    }

    @Override
    default Column withHeavyTails() {
        return new Column.HeavyTailed(name());
    }

    /** Rows of whole numbers are rows of real ones. */
    @Override
    default boolean accepts(Column other) {
        return other.isWhole() || Column.Numeric.super.accepts(other);
    }

    @Override
    default ColumnSpec spec(Rows rows, int j, double mean, double std) {
        return besideAtom(atom(), new ColumnSpec.Real());
    }

    /** The kind in a model of numbers beside one that repeats, if there is one. */
    static ColumnSpec besideAtom(OptionalDouble atom, ColumnSpec others) {
        return atom.isPresent() ? new ColumnSpec.Atom(atom.getAsDouble(), others) : others;
    }

    /** Allocates nothing: the numbers of rows are real. */
    @Override
    default void require(double number) {}

    /** Beyond float32, where the density is zero. */
    @Override
    default double nearest(double number) {
        return Math.clamp(number, -Double.MAX_VALUE, Double.MAX_VALUE);
    }
}
