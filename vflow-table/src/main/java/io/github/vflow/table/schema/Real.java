package io.github.vflow.table.schema;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.table.defaults.KindDefaults;
import io.github.vflow.table.source.text.Numerals;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Real numbers, some of them perhaps atoms: {@link Column#real}. */
record Real(String name, List<Double> atoms) implements NumericKind {
    public Real {
        atoms = List.copyOf(atoms);
    }

    @Override
    public String kindWord() {
        return "real";
    }

    @Override
    public String use() {
        return atoms.isEmpty() ? "density" : "probability of " + words(atoms) + ", density of the others";
    }

    @Override
    public boolean isContinuous() {
        return true;
    }

    @Override
    public boolean mayBeTime() {
        return true;
    }

    @Override
    public boolean takesNoise(Rows rows, int j) {
        return true;
    }

    @Override
    public boolean mayHaveAtom(Rows rows, int j) {
        return true;
    }

    @Override
    public Column withAtoms(List<Double> numbers) {
        return new Real(name, numbers);
    }

    @Override
    public Column withHeavyTails() {
        return Column.heavyTailed(name);
    }

    /** Rows of whole numbers are rows of real ones. */
    @Override
    public boolean accepts(Column other) {
        return other.isWhole() || NumericKind.super.accepts(other);
    }

    @Override
    public ColumnSpec spec(Rows rows, int j, double mean, double std) {
        return besideAtoms(atoms, rows.known(j), false, ColumnSpec.Real::new);
    }

    /** A few numbers, or how many there are. */
    static String words(List<Double> atoms) {
        return atoms.size() > KindDefaults.ATOMS_NAMED
                ? atoms.size() + " numbers"
                : atoms.stream().map(Numerals::shortest).collect(Collectors.joining(", "));
    }

    /**
     * The kind in a model of numbers beside atoms, if there are any. Where at most one other number is known, no density of the others can be
     * learned, so all are listed.
     */
    static ColumnSpec besideAtoms(List<Double> atoms, double[] known, boolean areWhole, Supplier<ColumnSpec> others) {
        if (atoms.isEmpty()) {
            return others.get();
        }
        List<Double> rest = Arrays.stream(known)
                .mapToObj(x -> x + 0.0)
                .filter(x -> !atoms.contains(x))
                .distinct()
                .limit(2)
                .toList();
        List<Double> all = Stream.concat(atoms.stream(), rest.stream()).sorted().toList();
        if (rest.size() > 1 || all.size() < 2) {
            return new ColumnSpec.Atom(atoms, others.get());
        }
        return new ColumnSpec.Listed(all, areWhole);
    }

    /** Allocates nothing: the numbers of rows are real. */
    @Override
    public void require(double number) {}

    /** Beyond float32, where the density is zero. */
    @Override
    public double nearest(double number) {
        return Math.clamp(number, -Double.MAX_VALUE, Double.MAX_VALUE);
    }
}
