package io.github.vflow.table.training;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.RandomStream;
import java.util.List;

/**
 * Batches whose rows get fresh normal noise each time, so that training cannot learn rows by heart (Rothfuss et al., 2019). Whole numbers with
 * noise are rounded to whole numbers. The noise of a batch depends on the seed and its number alone. Not thread-safe.
 */
public final class NoisyBatches implements BatchSource {
    /** The usual standard deviation of noise, in standard deviations of the column. */
    public static final double USUAL = 0.15;

    private final BatchSource source;
    private final double[] scale;
    private final boolean[] isWhole;
    private final double[] atoms;
    private final RandomStream normals;
    private float[] noise = new float[0];

    /**
     * Batches of a source with noise.
     *
     * @param scale the standard deviation of the noise of each column, in the units of the data
     * @param isWhole whether a column has whole numbers
     * @param atoms the number of each column that stays as it is; NaN for none
     */
    NoisyBatches(BatchSource source, double[] scale, boolean[] isWhole, double[] atoms, long seed) {
        this.source = source;
        this.scale = scale.clone();
        this.isWhole = isWhole.clone();
        this.atoms = atoms.clone();
        this.normals = Purpose.ROW_NOISE.stream(seed);
    }

    /**
     * Batches of a table's training rows whose columns of numbers get noise; the source itself without noise.
     *
     * @param deviations the standard deviation of the noise, in standard deviations of the column
     */
    public static BatchSource of(BatchSource source, Schema schema, Rows train, double deviations, long seed) {
        if (deviations == 0) {
            return source;
        }
        List<Column> columns = schema.modelled().columns();
        double[] atoms =
                columns.stream().mapToDouble(c -> c.atom().orElse(Double.NaN)).toArray();
        double[] scale = train.without(atoms).columnStds();
        boolean[] isWhole = new boolean[scale.length];
        for (int j = 0; j < scale.length; j++) {
            // numbers on both sides of the ends of a circle are neighbours
            double deviation = columns.get(j) instanceof Column.Circular c
                    ? ColumnSpec.Circular.of(train, j, c.low(), c.high()).scale()
                    : scale[j];
            scale[j] = takesNoise(columns.get(j), train, j) ? deviations * deviation : 0;
            isWhole[j] = columns.get(j) instanceof Column.Whole;
        }
        return new NoisyBatches(source, scale, isWhole, atoms, seed);
    }

    /**
     * Whether the cells of a column may have noise: it is continuous, has no bounds, and is on the scale of its numbers.
     *
     * @param train rows with the column at place j
     */
    static boolean takesNoise(Column column, Rows train, int j) {
        return switch (column) {
            case Column.Real _, Column.Circular _ -> true;
            case Column.Whole w -> w.atom().isPresent() || !Column.Whole.areFew(train.known(j));
            case Column.Numeric _, Column.Category _, Column.LeftOut _ -> false;
        };
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
        for (int i = 0; i < rows.length; i++) {
            int j = i % scale.length;
            if (rows[i] == atoms[j]) {
                continue;
            }
            double noisy = rows[i] + scale[j] * noise[i];
            rows[i] = isWhole[j] ? Math.rint(noisy) : noisy;
        }
    }

    @Override
    public String describe(long batch, int size, int position) {
        return source.describe(batch, size, position);
    }
}
