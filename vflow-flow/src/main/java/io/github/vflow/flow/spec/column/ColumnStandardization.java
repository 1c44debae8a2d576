package io.github.vflow.flow.spec.column;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.standardization.Repeats;
import io.github.vflow.flow.data.standardization.Standardization;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Standardises rows: real columns by moments, bounded, heavy-tailed, circular and few-valued ones by the numbers of their {@link ColumnSpec}. */
final class ColumnStandardization {
    private ColumnStandardization() {}

    static Columns fitted(Columns columns, Rows rows) {
        List<ColumnSpec> kinds = columns.kinds();
        // the moments are those of the other numbers
        List<List<Double>> atoms = kinds.stream().map(ColumnSpec::repeats).toList();
        Rows others = atoms.stream().allMatch(List::isEmpty) ? rows : rows.without(atoms);
        Columns.Moments moments = Columns.Moments.of(others, j -> j >= kinds.size() || isReal(kinds.get(j)));
        Standardization whole = of(columns.withMoments(moments));
        for (int j = 0; j < kinds.size(); j++) {
            switch (kinds.get(j)) {
                case ColumnSpec.Bounded b -> {
                    rows.requireBetween(j, b.low(), b.high());
                    whole.requireResolved(rows, j);
                }
                case ColumnSpec.HeavyTailed _, ColumnSpec.Circular _ -> whole.requireResolved(rows, j);
                case ColumnSpec.Real _,
                        ColumnSpec.Marginal _,
                        ColumnSpec.Atom _,
                        ColumnSpec.Whole _,
                        ColumnSpec.Few _,
                        ColumnSpec.Listed _,
                        ColumnSpec.Category _ -> {}
            }
        }
        return columns.withMoments(new Columns.Moments(whole.mean(), whole.std()))
                .counted(rows);
    }

    private static boolean isReal(ColumnSpec column) {
        return column.plain() instanceof ColumnSpec.Real;
    }

    private static Repeats repeats(ColumnSpec column) {
        return switch (column) {
            case ColumnSpec.Atom a -> Repeats.atoms(a.values());
            case ColumnSpec.Listed l -> Repeats.listed(l.values(), l.centre(), l.scale());
            case ColumnSpec.Real _,
                    ColumnSpec.Bounded _,
                    ColumnSpec.HeavyTailed _,
                    ColumnSpec.Circular _,
                    ColumnSpec.Marginal _,
                    ColumnSpec.Whole _,
                    ColumnSpec.Few _,
                    ColumnSpec.Category _ -> Repeats.NONE;
        };
    }

    private static boolean isByMoments(ColumnSpec column) {
        return switch (column) {
            case ColumnSpec.Real _,
                    ColumnSpec.Marginal _,
                    ColumnSpec.Atom _,
                    ColumnSpec.Whole _,
                    ColumnSpec.Listed _,
                    ColumnSpec.Category _ -> true;
            case ColumnSpec.Bounded _, ColumnSpec.HeavyTailed _, ColumnSpec.Circular _, ColumnSpec.Few _ -> false;
        };
    }

    static Standardization of(Columns columns) {
        List<Repeats> repeats =
                columns.kinds().stream().map(ColumnStandardization::repeats).toList();
        Standardization others = ofOthers(columns);
        return repeats.stream().allMatch(Repeats.NONE::equals) ? others : others.withRepeats(repeats);
    }

    private static Standardization ofOthers(Columns columns) {
        List<ColumnSpec> kinds = columns.kinds();
        Columns.Moments moments = columns.moments();
        if (kinds.stream().allMatch(ColumnStandardization::isByMoments)) {
            return moments.standardization();
        }
        int width = columns.features() + columns.given();
        List<Double> mean = new ArrayList<>(moments.areNone() ? Collections.nCopies(width, 0.0) : moments.mean());
        List<Double> std = new ArrayList<>(moments.areNone() ? Collections.nCopies(width, 1.0) : moments.std());
        List<Double> periods = new ArrayList<>(Collections.nCopies(width, 0.0));
        for (int j = 0; j < columns.features(); j++) {
            switch (kinds.get(j)) {
                case ColumnSpec.Bounded b -> {
                    mean.set(j, b.low());
                    std.set(j, b.high() - b.low());
                }
                case ColumnSpec.HeavyTailed h -> {
                    mean.set(j, h.centre());
                    std.set(j, h.scale());
                }
                case ColumnSpec.Circular c -> {
                    mean.set(j, c.opposite());
                    std.set(j, c.scale());
                    periods.set(j, c.period());
                }
                case ColumnSpec.Few f -> mean.set(j, (double) f.low());
                case ColumnSpec.Real _,
                        ColumnSpec.Marginal _,
                        ColumnSpec.Atom _,
                        ColumnSpec.Whole _,
                        ColumnSpec.Listed _,
                        ColumnSpec.Category _ -> {}
            }
        }
        return Standardization.of(mean, std).onCircles(periods);
    }
}
