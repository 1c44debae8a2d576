package io.github.vflow.flow.architecture;

import io.github.vflow.flow.bijector.Chain;
import io.github.vflow.flow.bijector.ConditionalBijector;
import io.github.vflow.flow.bijector.Elementwise;
import io.github.vflow.flow.bijector.elementwise.Asinh;
import io.github.vflow.flow.bijector.elementwise.Logit;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.surjection.Bijective;
import io.github.vflow.flow.surjection.Surjection;
import io.github.vflow.flow.surjection.column.Argmax;
import io.github.vflow.flow.surjection.column.Dequantizer;
import io.github.vflow.flow.surjection.column.Parallel;
import io.github.vflow.flow.surjection.column.SignBits;
import io.github.vflow.flow.surjection.column.WholeNumbers;
import io.github.vflow.flow.transformer.Affine;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.init.Initializers;
import io.github.vflow.nn.layer.Linear;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Assembles the surjections that lift columns.
 *
 * @param scope of their parameters, {@code columns.j.*}
 * @param given the number of columns on which the density is conditioned
 */
record ColumnArchitecture(Scope scope, int given) {
    private static final Affine MAP = new Affine(Affine.Scale.TANH);

    /** A logit that is finite at the bounds, as far from them as float32 resolves. */
    private static final Bijective LOGIT = new Bijective(new Logit(1e-7));

    private static final Bijective ASINH = new Bijective(new Asinh());
    private static final Bijective AS_IT_IS = new Bijective(Chain.of());

    /**
     * A vector starts this many standard deviations of its noise away from zero. If vectors of different categories overlapped, p would have
     * to learn steps of the density, and would leak mass to categories that do not occur. If they were much further apart, importance samples
     * would miss the mass that p has between them.
     */
    static final double APART = 10;

    /** Neighbours that stay as they are form one part, so that a program has one slice of them. */
    Parallel of(List<ColumnSpec> columns) {
        List<Parallel.Part> parts = new ArrayList<>();
        for (int j = 0; j < columns.size(); j++) {
            Surjection s = surjection(columns.get(j), scope.in(j));
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

    private Surjection surjection(ColumnSpec column, Scope own) {
        return switch (column) {
            case ColumnSpec.Real _ -> AS_IT_IS;
            case ColumnSpec.Bounded _ -> LOGIT;
            case ColumnSpec.HeavyTailed _ -> ASINH;
            case ColumnSpec.Whole w -> new WholeNumbers(new Dequantizer.Uniform(), w.mean(), w.scale(), 1);
            case ColumnSpec.Category c when c.isByArgmax() -> Argmax.of(ofCategory(own, c.count()), c.count());
            case ColumnSpec.Category c -> SignBits.of(ofBits(own, c.dimensions()), c.count());
        };
    }

    /** Starts as {@link #APART} in the dimension of the category, plus noise. */
    private ConditionalBijector ofCategory(Scope own, int count) {
        int outputs = MAP.parameters(count);
        Initializer weights = (v, _, _) -> {
            for (int k = 0; k < count; k++) {
                v[k * outputs + k] = (float) APART;
            }
        };
        return vector(own, count, weights, MAP.start(count));
    }

    /** Starts with each bit as ± {@link #APART}/2, plus noise: the surjection gives the sign. */
    private ConditionalBijector ofBits(Scope own, int bits) {
        Initializer bias = (v, _, _) -> Arrays.fill(v, 0, bits, (float) (APART / 2));
        return vector(own, bits, Initializers.zeros(), bias);
    }

    /** From noise to the vector of a category: an affine map that the code of the category, which is as long, determines. */
    private ConditionalBijector vector(Scope own, int dimensions, Initializer weights, Initializer bias) {
        Linear layer = Linear.of(own, "", dimensions + given, MAP.parameters(dimensions), weights, bias);
        return Elementwise.conditional(MAP, layer::apply);
    }
}
