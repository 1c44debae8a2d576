package io.github.vflow.table.training;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.standardization.MarginalCurve;
import io.github.vflow.flow.data.standardization.MarginalMap;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Batches whose rows get fresh normal noise each time, so that training cannot learn rows by heart (Rothfuss et al., 2019). Whole numbers with
 * noise are rounded to whole numbers, and numbers that have a probability each move as {@link ListedNoise} says, if neighbours tell of one another.
 * The noise of a batch depends on the seed and its number alone. Not thread-safe.
 */
final class NoisyBatches implements BatchSource {
    private final BatchSource source;
    private final double[] scale;
    private final boolean[] isWhole;
    private final List<Set<Double>> atoms;
    private final List<Optional<MarginalCurve>> curves;
    private final List<Optional<ListedNoise>> lists;
    private final RandomStream normals;
    private final RandomStream uniforms;
    private float[] noise = new float[0];
    private float[] uniform = new float[0];

    /**
     * Batches of a source with noise.
     *
     * @param scale the standard deviation of the noise of each column, in the units of the data or, with a curve, in the units of its images
     * @param isWhole whether a column has whole numbers
     * @param atoms the numbers of each column that stay as they are
     * @param curves of the columns that get noise through a map of their distribution
     * @param lists the noise of the columns whose numbers have a probability each
     */
    NoisyBatches(
            BatchSource source,
            double[] scale,
            boolean[] isWhole,
            List<List<Double>> atoms,
            List<Optional<MarginalCurve>> curves,
            List<Optional<ListedNoise>> lists,
            long seed) {
        this.source = source;
        this.scale = scale.clone();
        this.isWhole = isWhole.clone();
        this.atoms = atoms.stream().map(Set::copyOf).toList();
        this.curves = List.copyOf(curves);
        this.lists = List.copyOf(lists);
        this.uniforms = Purpose.PLACE_MOVES.stream(seed);
        this.normals = Purpose.ROW_NOISE.stream(seed);
    }

    /**
     * Batches of a table's training rows whose columns of numbers get noise; the source itself without noise.
     *
     * @param kinds of the features in the model; none if all are real
     * @param deviations the standard deviation of the noise, in standard deviations of the column
     */
    static BatchSource of(
            BatchSource source, Schema schema, List<ColumnSpec> kinds, Rows train, double deviations, long seed) {
        if (deviations == 0) {
            return source;
        }
        List<Column> columns = schema.modelled().columns();
        List<List<Double>> atoms = IntStream.range(0, columns.size())
                .mapToObj(j -> j < kinds.size()
                        ? kinds.get(j).repeats()
                        : columns.get(j).atoms())
                .toList();
        double[] scale = train.without(atoms).columnStds();
        boolean[] isWhole = new boolean[scale.length];
        List<Optional<MarginalCurve>> curves = new ArrayList<>();
        for (int j = 0; j < scale.length; j++) {
            // numbers on both sides of the ends of a circle are neighbours
            int at = j;
            double deviation = columns.get(j)
                    .circle()
                    .map(circle -> circle.spread(train, at))
                    .orElse(scale[j]);
            Optional<MarginalCurve> curve = curve(kinds, j);
            curves.add(curve);
            double unit = curve.isPresent() ? 1 : deviation;
            scale[j] = columns.get(j).takesNoise(train, j) ? deviations * unit : 0;
            isWhole[j] = columns.get(j).isWhole();
        }
        List<Optional<ListedNoise>> lists = IntStream.range(0, columns.size())
                .mapToObj(j -> j < kinds.size() && kinds.get(j) instanceof ColumnSpec.Listed l
                        ? Optional.of(new ListedNoise(l, train.known(j), deviations))
                        : Optional.<ListedNoise>empty())
                .toList();
        return new NoisyBatches(source, scale, isWhole, atoms, curves, lists, seed);
    }

    private static Optional<MarginalCurve> curve(List<ColumnSpec> kinds, int j) {
        return j < kinds.size() ? kinds.get(j).marginal().map(MarginalMap::curve) : Optional.empty();
    }

    @Override
    public int width() {
        return source.width();
    }

    @Override
    public void fill(long batch, double[] rows) {
        source.fill(batch, rows);
        if (noise.length != rows.length) {
            noise = new float[rows.length];
        }
        normals.normal(batch * RandomStream.positions(noise.length), noise);
        if (lists.stream().anyMatch(Optional::isPresent)) {
            uniform = uniform.length == rows.length ? uniform : new float[rows.length];
            uniforms.uniform(batch * RandomStream.positions(noise.length), uniform);
        }
        for (int i = 0; i < rows.length; i++) {
            int j = i % scale.length;
            if (lists.get(j).isPresent()) {
                rows[i] = lists.get(j).get().moved(rows[i], noise[i], uniform[i]);
                continue;
            }
            if (!atoms.get(j).isEmpty() && atoms.get(j).contains(rows[i] + 0.0)) {
                continue;
            }
            double noisy = noisy(rows[i], j, scale[j] * noise[i]);
            rows[i] = isWhole[j] ? Math.rint(noisy) : noisy;
        }
    }

    private double noisy(double x, int column, double by) {
        Optional<MarginalCurve> curve = curves.get(column);
        return by == 0 || curve.isEmpty()
                ? x + by
                : curve.get().inverse(curve.get().forward(x) + by);
    }

    @Override
    public int rows() {
        return source.rows();
    }

    @Override
    public int row(long batch, int size, int position) {
        return source.row(batch, size, position);
    }

    @Override
    public String describe(long batch, int size, int position) {
        return source.describe(batch, size, position);
    }
}
