package io.github.vflow.table;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.RandomStream;
import java.util.Arrays;
import java.util.List;

/**
 * Batches whose rows get fresh normal noise each time, so that training cannot learn rows by heart (Rothfuss et al., 2019). The noise of a
 * batch depends on the seed and its number alone. Not thread-safe.
 */
public final class NoisyBatches implements BatchSource {
    private final BatchSource source;
    private final double[] scale;
    private final RandomStream normals;
    private float[] noise = new float[0];

    /**
     * Batches of a source with noise.
     *
     * @param scale the standard deviation of the noise of each column, in the units of the data
     */
    NoisyBatches(BatchSource source, double[] scale, long seed) {
        this.source = source;
        this.scale = scale.clone();
        this.normals = Purpose.ROW_NOISE.stream(seed);
    }

    /**
     * Batches of a table's training rows whose real columns get noise; the source itself without noise.
     *
     * @param deviations the standard deviation of the noise, in standard deviations of the column
     */
    public static BatchSource of(BatchSource source, Schema schema, Rows train, double deviations, long seed) {
        if (deviations == 0) {
            return source;
        }
        double[] scale = train.columnStds();
        List<Column> columns = schema.modelled().columns();
        Arrays.setAll(scale, j -> columns.get(j) instanceof Column.Real ? deviations * scale[j] : 0);
        return new NoisyBatches(source, scale, seed);
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
            rows[i] += scale[i % scale.length] * noise[i];
        }
    }

    @Override
    public String describe(long batch, int size, int position) {
        return source.describe(batch, size, position);
    }
}
