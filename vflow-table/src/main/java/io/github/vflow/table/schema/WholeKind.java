package io.github.vflow.table.schema;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.table.defaults.KindDefaults;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whole numbers, some of them perhaps atoms. */
sealed interface WholeKind extends NumericKind permits Column.Whole {
    /** Beyond, neighbours are one number in float32. */
    double LARGEST = 1 << 24;

    @Override
    default String kindWord() {
        return "whole";
    }

    @Override
    default String use() {
        return atoms().isEmpty()
                ? "probability of the whole number"
                : "probability of " + RealKind.words(atoms()) + ", and of the others";
    }

    @Override
    default String expected() {
        return "a whole number";
    }

    @Override
    default String fault() {
        return "numbers that are not whole";
    }

    @Override
    default boolean isWhole() {
        return true;
    }

    @Override
    default Column withHeavyTails() {
        return new Column.HeavyTailed(name());
    }

    /** Numbers that have a probability each are on no scale. */
    @Override
    default boolean takesNoise(Rows rows, int j) {
        return !atoms().isEmpty() || mayHaveAtom(rows, j);
    }

    @Override
    default boolean mayHaveAtom(Rows rows, int j) {
        return !areFew(rows.known(j));
    }

    @Override
    default Column withAtoms(List<Double> numbers) {
        return new Column.Whole(name(), numbers);
    }

    /** Whether the known numbers of a column are so few that each has a probability of its own. */
    static boolean areFew(double[] known) {
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
    static boolean admits(double number) {
        return number == Math.rint(number) && Math.abs(number) <= LARGEST;
    }

    @Override
    default boolean canBe(double number) {
        return admits(number);
    }

    @Override
    default double nearest(double number) {
        return Math.clamp(Math.rint(number), -LARGEST, LARGEST);
    }

    @Override
    default double encode(@Nullable Object value) {
        double number = NumericKind.super.encode(value);
        if (!Double.isNaN(number) && !admits(number)) {
            throw new IllegalArgumentException("Column: \"" + name()
                    + "\" has whole numbers of at most 16,777,216 but got " + value + "; make it a Column.Real");
        }
        return number;
    }

    @Override
    default @Nullable Object decode(double number) {
        return Double.isNaN(number) ? null : (long) number;
    }

    @Override
    default double drawn(double number) {
        return Math.floor(number);
    }

    /** The median, which is a whole number. */
    @Override
    default double best(Imputation cell) {
        return cell.quantile(0.5)[0];
    }

    @Override
    default ColumnSpec spec(Rows rows, int j, double mean, double std) {
        double[] known = rows.known(j);
        if (atoms().isEmpty() && areFew(known)) {
            double low = Arrays.stream(known).min().orElse(0);
            double high = Arrays.stream(known).max().orElse(0);
            return new ColumnSpec.Few((long) low, (int) (high - low) + 1);
        }
        // the noise has mean ½ and variance 1/12
        return RealKind.besideAtoms(
                atoms(), known, true, () -> new ColumnSpec.Whole(mean + 0.5, Math.sqrt(std * std + 1.0 / 12)));
    }
}
