package io.github.vflow.flow.architecture;

import io.github.vflow.flow.bijector.Whitening;
import io.github.vflow.flow.defaults.GapDefaults;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.surjection.column.FillMissing;
import io.github.vflow.flow.surjection.column.Parallel;
import io.github.vflow.flow.surjection.column.SubsetDensity;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Assembles the density of missing cells of continuous columns.
 *
 * @param scope of its parameters, {@code fill.k.*}
 */
record FillArchitecture(Scope scope, RowSpec spec) {
    /**
     * The surjection of some columns.
     *
     * @param whitening of a normal distribution of the lifted columns; empty without one
     */
    FillMissing of(Parallel columns, Optional<Whitening> whitening) {
        RowSpec.Fill fill = spec.fill();
        Optional<Whitening> normal =
                whitening.filter(w -> w.whitened() <= GapDefaults.FILL_MOST_OF_REGRESSION && fill.components() > 1);
        int ofResiduals = normal.isPresent() ? fill.components() / 2 : 0;
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
            blocks.add(new SubsetDensity.Block(from, to, network(scope.in(k), to - from, ofResiduals)));
            from = to;
        }
        return new FillMissing(columns, new SubsetDensity(blocks, fill.components(), normal), logStd());
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

    private UnaryOperator<Tensor> network(Scope own, int dimensions, int ofResiduals) {
        RowSpec.Fill fill = spec.fill();
        int parameters = SubsetDensity.parameters(fill.components());
        return Networks.of(
                fill.network(),
                own,
                2 * spec.lifted() + spec.condition(),
                dimensions * parameters,
                Initializer.zeros(),
                start(fill.components(), parameters, ofResiduals));
    }

    /** Equal components would get equal gradients for ever, so their means start apart. */
    private static Initializer start(int components, int parameters, int ofResiduals) {
        return (v, _, _) -> {
            for (int i = 0; i < v.length; i++) {
                int k = i % parameters % components;
                boolean isResidual = k < ofResiduals;
                v[i] = switch (i % parameters / components) {
                    case 0 -> 0;
                    case 1 ->
                        isResidual
                                ? apart(k, ofResiduals, GapDefaults.FILL_SPREAD_OF_RESIDUALS)
                                : apart(k - ofResiduals, components - ofResiduals, GapDefaults.FILL_SPREAD);
                    default -> isResidual ? (float) GapDefaults.FILL_LOG_SCALE_OF_RESIDUALS : 0;
                };
            }
        };
    }

    /** Number k of n that lie evenly from −spread to spread. */
    private static float apart(int k, int n, double spread) {
        return n == 1 ? 0 : (float) (spread * (2.0 * k / (n - 1) - 1));
    }
}
