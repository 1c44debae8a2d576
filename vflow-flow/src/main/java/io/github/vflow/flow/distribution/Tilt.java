package io.github.vflow.flow.distribution;

import io.github.vflow.flow.data.standardization.Standardization;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;
import java.util.Set;

/**
 * A {@link TiltSpec} for programs.
 *
 * @param spec in the units of the data
 * @param units of the rows
 * @param listed the features whose numbers are listed: their cells hold places in the list, from 1 on
 */
public record Tilt(TiltSpec spec, Standardization units, Set<Integer> listed) {
    public Tilt {
        listed = Set.copyOf(listed);
    }

    /**
     * t of each row [b], in nats.
     *
     * @param rows standardised, as a model draws them [b, features]
     */
    public Tensor of(Tensor rows) {
        int b = rows.shape().dim(0);
        List<TiltSpec.OfColumn> columns = spec.columns();
        int n = columns.size();
        int most = columns.stream().mapToInt(c -> c.edges().size()).max().orElseThrow();
        double[] edges = new double[n * most];
        double[] steps = new double[n * most];
        double first = 0;
        for (int j = 0; j < n; j++) {
            TiltSpec.OfColumn c = columns.get(j);
            first += c.heights().getFirst();
            for (int k = 0; k < most; k++) {
                boolean isEdge = k < c.edges().size();
                edges[j * most + k] = isEdge ? edge(c.feature(), c.edges().get(k)) : Float.MAX_VALUE;
                steps[j * most + k] =
                        isEdge ? c.heights().get(k + 1) - c.heights().get(k) : 0;
            }
        }
        if (most == 0) {
            return rows.trace()
                    .constant(Math.min(first, spec.most()) - spec.logMean())
                    .broadcast(Shape.of(b));
        }
        Shape each = Shape.of(b, n, most);
        Tensor numbers = Tensor.concat(
                        1,
                        columns.stream()
                                .map(c -> rows.slice(1, c.feature(), c.feature() + 1))
                                .toList())
                .reshape(b, n, 1)
                .broadcast(each);
        Tensor isBelow =
                rows.trace().constant(Shape.of(n, most), edges).broadcast(each).greater(numbers);
        return isBelow.negate()
                .plus(1)
                .times(rows.trace().constant(Shape.of(n, most), steps))
                .reshape(b, n * most)
                .sum(1)
                .plus(first)
                .min(spec.most())
                .minus(spec.logMean());
    }

    private double edge(int feature, double x) {
        return listed.contains(feature)
                ? units.repeats(feature).stream().filter(v -> v < x).count() + 0.5
                : units.forward(feature, x);
    }
}
