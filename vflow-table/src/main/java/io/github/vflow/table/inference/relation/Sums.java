package io.github.vflow.table.inference.relation;

import io.github.vflow.table.defaults.RelationDefaults;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Columns that may be linear functions of the columns before, found by a modified Gram–Schmidt factorisation of standardised complete rows. A
 * column that is none joins the basis. Mutable.
 */
final class Sums {
    /** The part that rounding errors leave. A column with less can be no basis. */
    private static final double NOTHING = 1e-9;

    private final int[] rows;
    private final List<ColumnNumbers> basis = new ArrayList<>();
    private final List<double[]> directions = new ArrayList<>();
    private final List<double[]> factors = new ArrayList<>();
    private final List<Double> scales = new ArrayList<>();

    /** A search among columns, by their complete rows. */
    Sums(List<ColumnNumbers> columns) {
        int n = columns.getFirst().cells().length;
        int[] complete = IntStream.range(0, n)
                .filter(i -> columns.stream().noneMatch(c -> Double.isNaN(c.cells()[i])))
                .toArray();
        int most = Math.max(RelationDefaults.FEWEST_ROWS_OF_SUMS, RelationDefaults.ROWS_OF_A_COLUMN * columns.size());
        int step = Math.max(1, Math.ceilDiv(complete.length, most));
        this.rows = IntStream.range(0, Math.ceilDiv(complete.length, step))
                .map(i -> complete[i * step])
                .toArray();
    }

    /**
     * A linear function of columns of the basis.
     *
     * @param sources with a weight
     * @param weights of the sources
     */
    record Combination(List<ColumnNumbers> sources, double[] weights) {}

    /** The function that may give a column; without sources if there is none. The caller adds a column that none gives. */
    Combination candidate(ColumnNumbers column) {
        Projection p = project(column);
        return p.rest > RelationDefaults.LEFT ? new Combination(List.of(), new double[0]) : candidate(p);
    }

    private Combination candidate(Projection p) {
        double[] weights = new double[basis.size()];
        for (int a = basis.size() - 1; a >= 0; a--) {
            double sum = p.parts[a];
            for (int b = a + 1; b < basis.size(); b++) {
                sum -= weights[b] * factors.get(b)[a];
            }
            weights[a] = sum / factors.get(a)[a];
        }
        // least squares of rounded numbers leaves small weights where there is none
        double least = Math.max(
                RelationDefaults.NO_WEIGHT, RelationDefaults.ERRORS_OF_NO_WEIGHT * p.rest / Math.sqrt(rows.length));
        int[] used = IntStream.range(0, weights.length)
                .filter(a -> Math.abs(weights[a]) > least)
                .toArray();
        return new Combination(
                IntStream.of(used).mapToObj(basis::get).toList(),
                IntStream.of(used)
                        .mapToDouble(a -> weights[a] * p.scale / scales.get(a))
                        .toArray());
    }

    /** Adds a column to the basis, unless it is numerically in its span. */
    void add(ColumnNumbers column) {
        Projection p = project(column);
        // n rows have n − 1 directions, so that later columns leave nothing
        if (p.rest <= NOTHING) {
            return;
        }
        double[] direction = p.left;
        for (int i = 0; i < direction.length; i++) {
            direction[i] /= p.rest;
        }
        double[] factor = Arrays.copyOf(p.parts, basis.size() + 1);
        factor[basis.size()] = p.rest;
        basis.add(column);
        directions.add(direction);
        factors.add(factor);
        scales.add(p.scale);
    }

    /**
     * A standardised column in parts.
     *
     * @param parts along the directions of the basis
     * @param left the part orthogonal to them
     * @param rest the length of the latter
     * @param scale the length of the column before
     */
    private record Projection(double[] parts, double[] left, double rest, double scale) {}

    private Projection project(ColumnNumbers column) {
        double[] z = new double[rows.length];
        double mean = 0;
        for (int i = 0; i < z.length; i++) {
            z[i] = column.cells()[rows[i]];
            mean += z[i] / z.length;
        }
        for (int i = 0; i < z.length; i++) {
            z[i] -= mean;
        }
        double scale = Math.sqrt(dot(z, z));
        double[] parts = new double[basis.size()];
        if (!(scale > 1e-12 * Math.abs(mean) * Math.sqrt(z.length))) {
            return new Projection(parts, z, 0, scale);
        }
        for (int i = 0; i < z.length; i++) {
            z[i] /= scale;
        }
        // twice is enough
        for (int pass = 0; pass < 2; pass++) {
            for (int a = 0; a < parts.length; a++) {
                double part = dot(z, directions.get(a));
                parts[a] += part;
                for (int i = 0; i < z.length; i++) {
                    z[i] -= part * directions.get(a)[i];
                }
            }
        }
        return new Projection(parts, z, Math.sqrt(dot(z, z)), scale);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
