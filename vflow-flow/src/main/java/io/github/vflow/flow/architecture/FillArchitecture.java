package io.github.vflow.flow.architecture;

import io.github.vflow.flow.spec.FillSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.surjection.column.FillMissing;
import io.github.vflow.flow.surjection.column.Parallel;
import io.github.vflow.flow.surjection.column.SubsetDensity;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.init.Initializers;
import io.github.vflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Assembles the density of missing cells of continuous columns.
 *
 * @param scope of its parameters, {@code fill.k.*}
 */
record FillArchitecture(Scope scope, RowSpec spec) {
    /** The means of the components start this far from zero, in standard deviations. */
    private static final double SPREAD = 1.5;

    FillMissing of(Parallel columns) {
        FillSpec fill = spec.fill();
        List<SubsetDensity.Block> blocks = new ArrayList<>();
        int from = 0;
        int column = 0;
        List<Integer> widths = widths();
        int n = Math.min(fill.blocks(), widths.size());
        for (int k = 0; k < n; k++) {
            int to = from;
            for (; column < (k + 1) * widths.size() / n; column++) {
                to += widths.get(column);
            }
            blocks.add(new SubsetDensity.Block(from, to, network(scope.in(k), to - from)));
            from = to;
        }
        List<Double> centres = Collections.nCopies(spec.lifted(), 0.0);
        List<Double> scales = Collections.nCopies(spec.lifted(), 1.0);
        return new FillMissing(columns, new SubsetDensity(blocks, fill.components(), centres, scales), logStd());
    }

    /** The number of dimensions to which each continuous column is lifted. */
    private List<Integer> widths() {
        return spec.kinds().isEmpty()
                ? Collections.nCopies(spec.features(), 1)
                : spec.kinds().stream()
                        .filter(c -> !c.isDiscrete())
                        .map(ColumnSpec::dimensions)
                        .toList();
    }

    private List<Double> logStd() {
        List<Double> std = spec.columns().standardization().std();
        return IntStream.range(0, spec.features())
                .filter(j -> spec.kinds().isEmpty() || !spec.kinds().get(j).isDiscrete())
                .mapToObj(j -> std.isEmpty() ? 0.0 : Math.log(std.get(j)))
                .toList();
    }

    private UnaryOperator<Tensor> network(Scope own, int dimensions) {
        FillSpec fill = spec.fill();
        int parameters = SubsetDensity.parameters(fill.components());
        return Networks.of(
                fill.network(),
                own,
                2 * spec.lifted() + spec.condition(),
                dimensions * parameters,
                Initializers.zeros(),
                start(fill.components(), parameters));
    }

    /** Equal components would get equal gradients for ever, so their means start apart. */
    private static Initializer start(int components, int parameters) {
        return (v, _, _) -> {
            for (int i = 0; i < v.length; i++) {
                int k = i % parameters - components;
                boolean isMean = k >= 0 && k < components;
                v[i] = isMean && components > 1 ? (float) (SPREAD * (2.0 * k / (components - 1) - 1)) : 0;
            }
        };
    }
}
