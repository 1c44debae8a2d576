package io.github.vflow.table.schema;

import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.table.defaults.KindDefaults;
import io.github.vflow.table.source.text.Numerals;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table: its name, and what its values are. Rows hold a number for each value of a column that is modelled, NaN if the cell is
 * missing.
 */
public sealed interface Column permits Column.Numeric, Column.Category, Column.LeftOut {
    /** The name, which is unique in a table. */
    String name();

    /** Whether rows hold a number for this column. */
    default boolean isModelled() {
        return !(this instanceof LeftOut);
    }

    /** The column by its values: a derived column has those of the column that it would be. */
    default Column values() {
        return this instanceof Derived derived ? derived.of : this;
    }

    /**
     * The number that stands for a value; NaN for null, a missing cell.
     *
     * @throws IllegalArgumentException naming the column, if it has no such value
     */
    double encode(@Nullable Object value);

    /**
     * Checks a number of a row.
     *
     * @throws IllegalArgumentException naming the column, if it stands for no value
     */
    default void require(double number) {
        encode(number);
    }

    /** The value for which a number stands; null for NaN. */
    default @Nullable Object decode(double number) {
        return Double.isNaN(number) ? null : number;
    }

    /** The number of a row that is nearest to one that a model draws. */
    default double drawn(double number) {
        return number;
    }

    /** Whether a number can stand for a value of the column. */
    default boolean canBe(double number) {
        return Float.isFinite((float) number);
    }

    /** The number that repeats, which has a probability where the others have a density; empty if there is none. */
    default OptionalDouble atom() {
        return OptionalDouble.empty();
    }

    /** This column with another number that repeats, or none; columns that cannot have one stay as they are. */
    default Column withAtom(OptionalDouble number) {
        return this instanceof Real
                ? new Real(name(), number)
                : this instanceof Whole ? new Whole(name(), number) : this;
    }

    /** A modelled column of numbers. */
    sealed interface Numeric extends Column permits Real, Bounded, Circular, HeavyTailed, Whole {
        @Override
        default double encode(@Nullable Object value) {
            return number(this, value);
        }
    }

    /** A column for which rows hold no number. */
    sealed interface LeftOut extends Column permits Constant, Derived, Ignored {}

    /**
     * Real numbers; ln p is a density in the units of the column, and ln P of the atom.
     *
     * @param atom the number that repeats; empty if none has a probability
     */
    record Real(String name, OptionalDouble atom) implements Numeric {
        /** Real numbers without an atom. */
        public Real(String name) {
            this(name, OptionalDouble.empty());
        }
    }

    /**
     * Real numbers between two bounds, seen through a logit; ln p is a density in the units of the column.
     *
     * @param low less than all values
     * @param high greater than all values
     */
    record Bounded(String name, double low, double high) implements Numeric {
        /** Checks the bounds. */
        public Bounded {
            new ColumnSpec.Bounded(low, high);
        }

        @Override
        public double encode(@Nullable Object value) {
            double number = number(this, value);
            if (!Double.isNaN(number) && !isInside(number)) {
                throw new IllegalArgumentException("Column: \"" + name + "\" has numbers between " + low + " and "
                        + high + " but got " + value + "; repair it, or give wider bounds");
            }
            return number;
        }

        /** Whether a number can stand in such a column. */
        public boolean isInside(double number) {
            return number > low && number < high;
        }

        @Override
        public boolean canBe(double number) {
            return isInside(number);
        }

        @Override
        public double drawn(double number) {
            return Math.clamp(number, Math.nextUp(low), Math.nextDown(high));
        }
    }

    /**
     * Real numbers on a circle, such as times of day and directions; ln p is a density over one period, which is equal at both ends. A number stands
     * for its place on the circle, and rows have the number between low and high.
     *
     * @param low a number, such as 0
     * @param high a period above, which is the same place, such as 360
     */
    record Circular(String name, double low, double high) implements Numeric {
        /** Checks the ends. */
        public Circular {
            new ColumnSpec.Circular(low, high, low, 1);
        }

        /** The length of the circle. */
        public double period() {
            return high - low;
        }

        /** The number of the same place that is at least low and less than high; NaN for NaN. */
        public double place(double number) {
            double place = number - period() * Math.floor((number - low) / period());
            return place >= high ? low : place;
        }

        @Override
        public double encode(@Nullable Object value) {
            return place(number(this, value));
        }

        @Override
        public double drawn(double number) {
            return place(number);
        }
    }

    /** Real numbers with heavy tails, seen through asinh; ln p is a density in the units of the column. */
    record HeavyTailed(String name) implements Numeric {}

    /**
     * Whole numbers of at most 16,777,216; ln P is of the whole number. Each has an exact probability if the rows have at most eight different
     * ones, or at most twenty that leave out two of three numbers of their range, less than 128 apart.
     *
     * @param atom the number that repeats, which has a probability of its own in any case; empty for none
     */
    record Whole(String name, OptionalDouble atom) implements Numeric {
        /** Beyond, neighbours are one number in float32. */
        private static final double LARGEST = 1 << 24;

        /** Whole numbers without an atom. */
        public Whole(String name) {
            this(name, OptionalDouble.empty());
        }

        /** Whether the known numbers of a column are so few that each has a probability of its own; else they share one smooth density. */
        public static boolean areFew(double[] known) {
            double low = Arrays.stream(known).min().orElse(0);
            double high = Arrays.stream(known).max().orElse(0);
            double range = high - low;
            if (range == 0 || range >= KindDefaults.WIDEST) {
                return false;
            }
            long different = Arrays.stream(known)
                    .distinct()
                    .limit(KindDefaults.MOST_ON_GRID + 1)
                    .count();
            return range < KindDefaults.FEW_WHOLE
                    || different <= KindDefaults.FEW_WHOLE
                    || (different <= KindDefaults.MOST_ON_GRID && KindDefaults.STEP_OF_GRID * different <= range + 1);
        }

        /** Whether a number can stand in such a column. */
        public static boolean admits(double number) {
            return number == Math.rint(number) && Math.abs(number) <= LARGEST;
        }

        @Override
        public boolean canBe(double number) {
            return admits(number);
        }

        @Override
        public double encode(@Nullable Object value) {
            double number = number(this, value);
            if (!Double.isNaN(number) && !admits(number)) {
                throw new IllegalArgumentException("Column: \"" + name
                        + "\" has whole numbers of at most 16,777,216 but got " + value + "; make it a Column.Real");
            }
            return number;
        }

        @Override
        public @Nullable Object decode(double number) {
            return Double.isNaN(number) ? null : (long) number;
        }

        @Override
        public double drawn(double number) {
            return Math.floor(number);
        }
    }

    /**
     * Categories, which rows number from 0 on; ln P is of the category.
     *
     * @param kind the labels of the categories
     * @param other the label that stands for every text that is no label; empty if such a text has no category
     */
    record Category(String name, ColumnSpec.Category kind, Optional<String> other) implements Column {
        /** Checks that the other label is one of the labels. */
        public Category {
            if (other.isPresent() && !kind.labels().contains(other.get())) {
                throw new IllegalArgumentException("Column: the label of all other texts of \"" + name
                        + "\" must be one of " + kind.labels() + " but is " + other.get() + "; add it");
            }
        }

        /** Categories where no label stands for other texts. */
        public Category(String name, ColumnSpec.Category kind) {
            this(name, kind, Optional.empty());
        }

        /** This column with a label for every text that is no label. */
        public Category withOther(String label) {
            return new Category(name, kind, Optional.of(label));
        }

        /** Categories with these labels, of which there are at least two. */
        public static Category of(String name, List<String> labels) {
            return new Category(name, new ColumnSpec.Category(labels));
        }

        /** The number of the label that {@link Labels#find} finds for a value. */
        @Override
        public double encode(@Nullable Object value) {
            int index = value == null || isGap(value) ? 0 : find(value);
            if (index < 0) {
                throw new IllegalArgumentException("Column: \"" + name + "\" has no category " + value + "; it has "
                        + kind.labels() + "; give null for a missing cell");
            }
            return isGap(value) ? Double.NaN : index;
        }

        @Override
        public void require(double number) {
            if (!Double.isNaN(number) && !(number == Math.rint(number) && number >= 0 && number < kind.count())) {
                throw new IllegalArgumentException("Column: \"" + name + "\" has no category of number " + number
                        + "; it has " + kind.count() + ", counted from 0; give NaN for a missing cell");
            }
        }

        @Override
        public boolean canBe(double number) {
            return number >= 0 && number < kind.count();
        }

        /** The number of the label that a value is, as {@link #encode} finds it; below zero if it is none. */
        public int find(Object value) {
            int index = kind.labels().indexOf(value.toString());
            return index >= 0 ? index : new Labels(this).find(value);
        }

        @Override
        public @Nullable Object decode(double number) {
            return Double.isNaN(number) ? null : kind.labels().get((int) number);
        }
    }

    /**
     * A column with one value in all training rows, which has no density: the model leaves it out. A record with another value is an alarm at
     * any rate; {@link #encode} refuses the value.
     *
     * @param value the text of the value
     */
    record Constant(String name, String value) implements LeftOut {
        /** NaN, after a check of the value; a missing cell is taken for the constant. */
        @Override
        public double encode(@Nullable Object value) {
            if (!isGap(value) && !holds(String.valueOf(value))) {
                throw new IllegalArgumentException(
                        "Column: \"" + name + "\" is constant and must be " + this.value + " but got " + value
                                + "; the model cannot score such a row, so train it with rows that differ");
            }
            return Double.NaN;
        }

        /** Whether a text is the value, or the same number as the value. */
        public boolean holds(String text) {
            if (text.equals(value)) {
                return true;
            }
            double number = Numerals.parse(text);
            return !Double.isNaN(number) && number == Numerals.parse(value);
        }

        @Override
        public Object decode(double number) {
            return value;
        }
    }

    /**
     * A column that other columns determine in all training rows, so that the model leaves it out. The relation is checked where rows are read and
     * judged, and fills the column in.
     *
     * @param of the column as it would be modelled
     * @param by the relation that gives its number
     */
    record Derived(Column of, Relation by) implements LeftOut {
        /** Checks the column. */
        public Derived {
            if (!of.isModelled()) {
                throw new IllegalArgumentException("Column.Derived: \"" + of.name()
                        + "\" must have numbers, such as a real column, but is " + of + "; leave its relation out");
            }
        }

        @Override
        public String name() {
            return of.name();
        }

        /** The number as if the column were modelled. */
        @Override
        public double encode(@Nullable Object value) {
            return of.encode(value);
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

    /** A column that the model leaves out, whatever its values are. */
    record Ignored(String name) implements LeftOut {
        @Override
        public double encode(@Nullable Object value) {
            return Double.NaN;
        }

        @Override
        public @Nullable Object decode(double number) {
            return null;
        }
    }

    /** Whether a value is a missing cell: null or NaN. */
    static boolean isGap(@Nullable Object value) {
        return value == null || (value instanceof Number n && Double.isNaN(n.doubleValue()));
    }

    private static double number(Column column, @Nullable Object value) {
        if (isGap(value)) {
            return Double.NaN;
        }
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException("Column: \"" + column.name() + "\" has finite numbers but got " + value
                + "; repair it, or make it a Column.Category");
    }
}
