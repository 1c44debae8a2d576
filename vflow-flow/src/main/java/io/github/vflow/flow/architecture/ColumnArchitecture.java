package io.github.vflow.flow.architecture;

import io.github.vflow.flow.bijector.elementwise.MarginalMaps;
import io.github.vflow.flow.data.standardization.MarginalMap;
import io.github.vflow.flow.defaults.GapDefaults;
import io.github.vflow.flow.part.Surjection;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.spec.column.Columns;
import io.github.vflow.flow.surjection.Bijective;
import io.github.vflow.flow.surjection.column.Atom;
import io.github.vflow.flow.surjection.column.Parallel;
import io.github.vflow.flow.surjection.column.Through;
import java.util.ArrayList;
import java.util.List;

/** Assembles the surjections that lift continuous columns. */
final class ColumnArchitecture {
    private static final Surjection AS_IT_IS = new ColumnSpec.Real().lift();

    private ColumnArchitecture() {}

    /** Real columns alone. */
    static Parallel ofReals(int columns) {
        return new Parallel(List.of(new Parallel.Part(columns, AS_IT_IS)));
    }

    /**
     * Neighbours that stay as they are form one part, and so do neighbours with maps of their distribution, so that a program has one slice of them.
     */
    static Parallel of(Columns columns) {
        Columns.Moments moments = columns.moments();
        List<Parallel.Part> parts = new ArrayList<>();
        for (int j = 0; j < columns.features(); j++) {
            ColumnSpec column = columns.kinds().get(j);
            if (!column.isDiscrete()) {
                Units units = moments.areNone()
                        ? new Units(0, 1)
                        : new Units(moments.mean().get(j), moments.std().get(j));
                add(parts, surjection(column, units));
            }
        }
        return new Parallel(parts);
    }

    /**
     * The units of a column in standardised rows.
     *
     * @param mean which is zero there
     * @param std which is one there
     */
    private record Units(double mean, double std) {}

    private static void add(List<Parallel.Part> parts, Surjection next) {
        if (parts.isEmpty()) {
            parts.add(new Parallel.Part(1, next));
            return;
        }
        Parallel.Part last = parts.getLast();
        if (next.equals(AS_IT_IS) && last.surjection().equals(next)) {
            parts.set(parts.size() - 1, new Parallel.Part(last.columns() + 1, next));
        } else if (next instanceof Bijective(MarginalMaps one)
                && last.surjection() instanceof Bijective(MarginalMaps maps)) {
            List<MarginalMap> both = new ArrayList<>(maps.columns());
            both.addAll(one.columns());
            parts.set(parts.size() - 1, new Parallel.Part(both.size(), new Bijective(new MarginalMaps(both))));
        } else {
            parts.add(new Parallel.Part(1, next));
        }
    }

    /** The noise lies where the atom is, so that the linear maps of the flow see the relations to other columns. */
    private static Atom atom(ColumnSpec.Atom atom, Units units) {
        Surjection others = surjection(atom.of(), units);
        double log = Math.log(units.std);
        boolean isWhole = atom.plain() instanceof ColumnSpec.Whole;
        List<Double> centres =
                atom.values().stream().map(x -> centre(x, atom, units)).toList();
        return new Atom(others, centres, GapDefaults.NOISE_AT_ATOM, log, isWhole ? atom.values() : List.of());
    }

    private static double centre(double x, ColumnSpec.Atom atom, Units units) {
        double middle = atom.plain() instanceof ColumnSpec.Whole ? x + 0.5 : x;
        double place = atom.plain() instanceof ColumnSpec.Whole w
                ? (middle - w.mean()) / w.scale()
                : (middle - units.mean) / units.std;
        return atom.of() instanceof ColumnSpec.Marginal m ? m.map().curve().forward(middle) : place;
    }

    private static Surjection surjection(ColumnSpec column, Units units) {
        return switch (column) {
            case ColumnSpec.Atom a -> atom(a, units);
            case ColumnSpec.Marginal(MarginalMap map, ColumnSpec.Whole w) ->
                new Through(w.lift(), new MarginalMaps(List.of(map.ofStandard(w.mean(), w.scale()))));
            case ColumnSpec.Marginal m ->
                new Bijective(new MarginalMaps(List.of(m.map().ofStandard(units.mean, units.std))));
            default -> column.lift();
        };
    }
}
