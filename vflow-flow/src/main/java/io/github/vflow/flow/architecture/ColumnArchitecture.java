package io.github.vflow.flow.architecture;

import io.github.vflow.flow.bijector.Chain;
import io.github.vflow.flow.bijector.elementwise.Asinh;
import io.github.vflow.flow.bijector.elementwise.Logit;
import io.github.vflow.flow.part.Surjection;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.spec.column.Columns;
import io.github.vflow.flow.surjection.Bijective;
import io.github.vflow.flow.surjection.column.Atom;
import io.github.vflow.flow.surjection.column.Dequantizer;
import io.github.vflow.flow.surjection.column.Parallel;
import io.github.vflow.flow.surjection.column.WholeNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Assembles the surjections that lift continuous columns. */
final class ColumnArchitecture {
    /** A logit that is finite at the bounds, as far from them as float32 resolves. */
    private static final Bijective LOGIT = new Bijective(new Logit(1e-7));

    private static final Bijective ASINH = new Bijective(new Asinh());
    private static final Bijective AS_IT_IS = new Bijective(Chain.of());

    /** In standard deviations of the other numbers. */
    private static final double NOISE_AT_ATOM = 0.25;

    private ColumnArchitecture() {}

    /** Real columns alone. */
    static Parallel ofReals(int columns) {
        return new Parallel(List.of(new Parallel.Part(columns, AS_IT_IS)));
    }

    /** Neighbours that stay as they are form one part, so that a program has one slice of them. */
    static Parallel of(Columns columns) {
        List<Double> std = columns.standardization().std();
        List<Parallel.Part> parts = new ArrayList<>();
        for (int j = 0; j < columns.features(); j++) {
            ColumnSpec column = columns.kinds().get(j);
            if (column.isDiscrete()) {
                continue;
            }
            Surjection s = column instanceof ColumnSpec.Atom a
                    ? atom(
                            a,
                            std.isEmpty() ? 0 : columns.standardization().mean().get(j),
                            std.isEmpty() ? 1 : std.get(j))
                    : surjection(column);
            if (!parts.isEmpty()
                    && s.equals(AS_IT_IS)
                    && parts.getLast().surjection().equals(s)) {
                parts.add(new Parallel.Part(parts.removeLast().columns() + 1, s));
            } else {
                parts.add(new Parallel.Part(1, s));
            }
        }
        return new Parallel(parts);
    }

    /** The noise lies where the atom is, so that the linear maps of the flow see the relations to other columns. */
    private static Atom atom(ColumnSpec.Atom atom, double mean, double std) {
        double log = Math.log(std);
        return atom.of() instanceof ColumnSpec.Whole w
                ? new Atom(
                        surjection(w),
                        (atom.value() + 0.5 - w.mean()) / w.scale(),
                        NOISE_AT_ATOM,
                        log,
                        OptionalDouble.of(atom.value()))
                : new Atom(
                        surjection(atom.of()), (atom.value() - mean) / std, NOISE_AT_ATOM, log, OptionalDouble.empty());
    }

    private static Surjection surjection(ColumnSpec column) {
        return switch (column) {
            case ColumnSpec.Real _, ColumnSpec.Circular _ -> AS_IT_IS;
            case ColumnSpec.Bounded _ -> LOGIT;
            case ColumnSpec.HeavyTailed _ -> ASINH;
            case ColumnSpec.Whole w -> new WholeNumbers(new Dequantizer.Uniform(), w.mean(), w.scale(), 1);
            case ColumnSpec.Atom _, ColumnSpec.Discrete _ ->
                throw new IllegalArgumentException("ColumnArchitecture: not a kind of continuous numbers: " + column);
        };
    }
}
