package io.github.vflow.table.schema;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.table.source.text.Numerals;
import io.github.vflow.table.verdict.Verdict;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A column for which rows hold no number. */
sealed interface LeftOutKind extends Column {
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

    /** One value in all training rows: {@link Column#constant}. */
    record Constant(String name, String value) implements LeftOutKind {
        @Override
        public String kindWord() {
            return "constant";
        }

        @Override
        public String use() {
            return "left out, checked";
        }

        @Override
        public String words() {
            return "always " + value;
        }

        @Override
        public String rule() {
            return value;
        }

        /** NaN, after a check of the value; a missing cell is taken for the constant. */
        @Override
        public double encode(@Nullable Object value) {
            if (!Column.isGap(value) && !holds(String.valueOf(value))) {
                throw new IllegalArgumentException(
                        "Column: \"" + name + "\" is constant and must be " + this.value + " but got " + value
                                + "; the model cannot score such a row, so train it with rows that differ");
            }
            return Double.NaN;
        }

        /** Whether a text is the value, or the same number as the value. */
        boolean holds(String text) {
            if (text.equals(value)) {
                return true;
            }
            double number = Numerals.parse(text);
            return !Double.isNaN(number) && number == Numerals.parse(value);
        }

        @Override
        public Optional<Verdict.Reason.Breach> breach(Object cell, Notation notation) {
            String text = cell.toString();
            double number = cell instanceof Number n ? notation.number(n.doubleValue()) : notation.parse(text);
            return number == notation.parse(value) || holds(text)
                    ? Optional.empty()
                    : Optional.of(Verdict.Reason.Breach.broken(name, value, "", text));
        }

        @Override
        public Object decode(double number) {
            return value;
        }

        /** A constant must be the same where it is there. */
        @Override
        public boolean accepts(Column other) {
            return equals(other);
        }
    }

    /** A column that other columns determine: {@link Column#derived}. */
    record Derived(Column of, Relation by) implements LeftOutKind {
        public Derived {
            if (!of.isModelled()) {
                throw new IllegalArgumentException("Column.derived: \"" + of.name()
                        + "\" must have numbers, such as a real column, but is " + of + "; leave its relation out");
            }
        }

        @Override
        public String name() {
            return of.name();
        }

        @Override
        public String kindWord() {
            return switch (by) {
                case Moment _ -> "date";
                case NumberGrid _ -> of.kindWord();
                case Relation _ -> "derived";
            };
        }

        @Override
        public String use() {
            return by instanceof Relation.Parted parted
                    ? "density of " + parted.shown()
                    : "left out, checked: " + by.words();
        }

        @Override
        public String words() {
            return switch (by) {
                case Moment moment -> "by " + moment.shown();
                case NumberGrid grid -> grid.words();
                case Relation.Near near -> near.words();
                case Relation always -> "always " + always.words();
            };
        }

        @Override
        public String rule() {
            return by.words();
        }

        @Override
        public Column values() {
            return of;
        }

        @Override
        public Optional<Relation> relation() {
            return Optional.of(by);
        }

        /** The number as if the column were modelled. */
        @Override
        public double encode(@Nullable Object value) {
            return of.encode(value);
        }

        @Override
        public void require(double number) {
            of.require(number);
        }

        @Override
        public @Nullable Object decode(double number) {
            return of.decode(number);
        }

        @Override
        public boolean canBe(double number) {
            return of.canBe(number);
        }
    }

    /** A column that the model leaves out, whatever its values are: {@link Column#ignored}. */
    record Ignored(String name) implements LeftOutKind {
        @Override
        public String kindWord() {
            return "ignored";
        }

        @Override
        public String use() {
            return "left out";
        }

        @Override
        public boolean isRead() {
            return false;
        }

        @Override
        public double encode(@Nullable Object value) {
            return Double.NaN;
        }

        @Override
        public @Nullable Object decode(double number) {
            return null;
        }
    }
}
