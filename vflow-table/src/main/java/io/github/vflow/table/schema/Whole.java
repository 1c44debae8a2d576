package io.github.vflow.table.schema;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.table.defaults.KindDefaults;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whole numbers, some of them perhaps atoms: {@link Column#whole}. */
record Whole(String name, List<Double> atoms) implements NumericKind {
    /** Beyond, neighbours are one number in float32. */
    static final double LARGEST = 1 << 24;

    public Whole {
        atoms = List.copyOf(atoms);
    }

    @Override
    public String kindWord() {
        return "whole";
    }

    @Override
    public String use() {
        return atoms.isEmpty()
                ? "probability of the whole number"
                : "probability of " + Real.words(atoms) + ", and of the others";
    }

    @Override
    public String expected() {
        return "a whole number";
    }

    @Override
    public String fault() {
        return "numbers that are not whole";
    }

    @Override
    public boolean isWhole() {
        return true;
    }

    @Override
    public Column withHeavyTails() {
        return Column.heavyTailed(name);
    }

    /** Numbers that have a probability each are on no scale. */
    @Override
    public boolean takesNoise(Rows rows, int j) {
        return !atoms.isEmpty() || mayHaveAtom(rows, j);
    }

    @Override
    public boolean mayHaveAtom(Rows rows, int j) {
        return !areFew(rows.known(j));
    }

    @Override
    public Column withAtoms(List<Double> numbers) {
        return new Whole(name, numbers);
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

    @Override
    public boolean canBe(double number) {
        return Column.isWhole(number);
    }

    @Override
    public double nearest(double number) {
        return Math.clamp(Math.rint(number), -LARGEST, LARGEST);
    }

    @Override
    public double encode(@Nullable Object value) {
        double number = NumericKind.super.encode(value);
        if (!Double.isNaN(number) && !Column.isWhole(number)) {
            throw new IllegalArgumentException("Column: \"" + name
                    + "\" has whole numbers of at most 16,777,216 but got " + value + "; make it a Column.real");
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

    /** The median, which is a whole number. */
    @Override
    public double best(Imputation cell) {
        return cell.quantile(0.5)[0];
    }

    @Override
    public ColumnSpec spec(Rows rows, int j, double mean, double std) {
        double[] known = rows.known(j);
        if (atoms.isEmpty() && areFew(known)) {
            double low = Arrays.stream(known).min().orElse(0);
            double high = Arrays.stream(known).max().orElse(0);
            return new ColumnSpec.Few((long) low, (int) (high - low) + 1);
        }
        // the noise has mean ½ and variance 1/12
        return Real.besideAtoms(
                atoms, known, true, () -> new ColumnSpec.Whole(mean + 0.5, Math.sqrt(std * std + 1.0 / 12)));
    }
}
