package io.github.vflow.flow;

import io.github.vflow.flow.bijector.Chain;
import io.github.vflow.flow.bijector.ConditionalBijector;
import io.github.vflow.flow.bijector.Elementwise;
import io.github.vflow.flow.distribution.Dequantizer;
import io.github.vflow.flow.spec.ColumnSpec;
import io.github.vflow.flow.surjection.Argmax;
import io.github.vflow.flow.surjection.Bijective;
import io.github.vflow.flow.surjection.Parallel;
import io.github.vflow.flow.surjection.SignBits;
import io.github.vflow.flow.surjection.Surjection;
import io.github.vflow.flow.surjection.WholeNumbers;
import io.github.vflow.flow.transformer.Affine;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializers;
import io.github.vflow.nn.layer.Linear;
import java.util.ArrayList;
import java.util.List;

/**
 * Assembles the surjections that lift columns.
 *
 * @param scope of their parameters, {@code columns.j.*}
 * @param given the number of columns on which the density is conditioned
 */
record ColumnArchitecture(Scope scope, int given) {
    private static final Affine MAP = new Affine(Affine.Scale.TANH);

    Parallel of(List<ColumnSpec> columns) {
        List<Parallel.Part> parts = new ArrayList<>();
        for (int j = 0; j < columns.size(); j++) {
            parts.add(new Parallel.Part(1, surjection(columns.get(j), scope.in(j))));
        }
        return new Parallel(parts);
    }

    private Surjection surjection(ColumnSpec column, Scope own) {
        return switch (column) {
            case ColumnSpec.Real _ -> new Bijective(Chain.of());
            case ColumnSpec.Whole w -> new WholeNumbers(new Dequantizer.Uniform(), w.mean(), w.scale(), 1);
            case ColumnSpec.Category c when c.isByArgmax() -> Argmax.of(vector(own, c.count()), c.count());
            case ColumnSpec.Category c -> SignBits.of(vector(own, c.dimensions()), c.count());
        };
    }

    /** From noise to the vector of a category: an affine map that the code of the category, which is as long, determines. Starts as noise. */
    private ConditionalBijector vector(Scope own, int dimensions) {
        Linear layer = Linear.of(
                own, "", dimensions + given, MAP.parameters(dimensions), Initializers.zeros(), MAP.start(dimensions));
        return Elementwise.conditional(MAP, layer::apply);
    }
}
