package io.github.vflow.flow.distribution;

import java.util.List;

/**
 * An exponential tilt of a density p, which gives columns the distributions of the training rows:
 *
 * <pre>p′(x) = p(x)·e^{t(x)},   t(x) = min(Σⱼ hⱼ(xⱼ), most) − logMean,   E_p[e^t] = 1,</pre>
 *
 * where hⱼ is constant between edges. It changes how frequent the values of a column are, and leaves alone which values occur together (minimum
 * discrimination information; Kullback, 1959; in surveys "raking", Deming and Stephan, 1940).
 *
 * @param columns at least one, each of another feature
 * @param most the most that the heights of a row add, in nats
 * @param logMean ln E_p[e^min(Σ h, most)], estimated by draws of p
 * @param error the standard error of the estimate, and so of the total mass of p′
 */
public record TiltSpec(List<OfColumn> columns, double most, double logMean, double error) {
    /**
     * hⱼ of a column: {@code heights[k]} where k edges are not above the number.
     *
     * @param feature j
     * @param edges ascending, in the units of the data
     * @param heights one more than edges, in nats
     */
    public record OfColumn(int feature, List<Double> edges, List<Double> heights) {
        public OfColumn {
            edges = List.copyOf(edges);
            heights = List.copyOf(heights);
            for (int k = 1; k < edges.size(); k++) {
                if (!(edges.get(k - 1) < edges.get(k))) {
                    throw new IllegalArgumentException(
                            "TiltSpec: edges of feature " + feature + " must ascend but are " + edges);
                }
            }
            if (heights.size() != edges.size() + 1 || !heights.stream().allMatch(Double::isFinite)) {
                throw new IllegalArgumentException("TiltSpec: feature " + feature + " must have " + (edges.size() + 1)
                        + " finite heights for its edges but has " + heights);
            }
        }

        /** h of a number. */
        public double at(double x) {
            int k = 0;
            while (k < edges.size() && edges.get(k) <= x) {
                k++;
            }
            return heights.get(k);
        }
    }

    public TiltSpec {
        columns = List.copyOf(columns);
        long distinct = columns.stream().mapToInt(OfColumn::feature).distinct().count();
        if (columns.isEmpty() || distinct < columns.size() || !Double.isFinite(most + logMean) || !(error >= 0)) {
            throw new IllegalArgumentException("TiltSpec: needs columns of different features, and finite numbers, but"
                    + " has " + columns.size() + " columns of " + distinct + " features, most " + most + ", logMean "
                    + logMean + " and error " + error);
        }
    }

    /** t of a row without gaps in these columns, in the units of the data. */
    public double at(double[] row) {
        double sum = 0;
        for (OfColumn c : columns) {
            sum += c.at(row[c.feature()]);
        }
        return Math.min(sum, most) - logMean;
    }

    /** The greatest t, in nats. */
    public double greatest() {
        return most - logMean;
    }
}
