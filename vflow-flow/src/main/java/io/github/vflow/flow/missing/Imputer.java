package io.github.vflow.flow.missing;

import io.github.vflow.flow.Lift;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Shape;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.RandomStream;
import java.util.Arrays;

/**
 * Draws values for the missing cells of a row: u_s ~ r(u | known cells), with the importance weights w_s of Eq. 5, so that the weighted draws
 * follow p(u | known cells). Compiles its program once. Not thread-safe.
 */
public final class Imputer implements AutoCloseable {
    private static final String BOUND = "bound";
    private static final String FILLED = "filled";

    private final Model model;
    private final int chunk;
    private final Executable program;

    /**
     * Compiles the program.
     *
     * @throws IllegalArgumentException if the model needs complete rows
     */
    public Imputer(Model model, Engine engine) {
        this.model = model.filling()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Imputer: the model needs complete rows; train one with RowSpec.withFill"));
        this.chunk = model.chunk();
        Trace t = new Trace();
        model.parameters().flat(t);
        Tensor row = t.batch(Model.X, Shape.of(chunk, model.width()));
        Lift lift = this.model.lift(row);
        t.output(BOUND, this.model.bound(row, lift));
        t.output(FILLED, this.model.back(lift.value()));
        this.program = engine.compile(t.program());
        program.set(Parameters.INPUT, model.parameters().values());
    }

    /**
     * Draws rows in which the missing cells have values; known cells stay as they are. Whole numbers x come as x + u, of which x is the floor.
     *
     * @param row [width] in the units of the data; NaN is a missing cell
     * @param samples S, the number of weighted draws
     * @throws IllegalArgumentException if S is below one, or the row has another width
     */
    public Imputation impute(double[] row, int samples, long seed) {
        if (samples < 1 || row.length != model.width()) {
            throw new IllegalArgumentException("Imputer: needs at least 1 sample and a row of " + model.width()
                    + " numbers but got " + samples + " and " + row.length);
        }
        double[] copies = new double[chunk * row.length];
        Arrays.setAll(copies, i -> row[i % row.length]);
        float[] x = new float[copies.length];
        model.standardize(copies, x);
        program.set(Model.X, x);
        int d = model.features();
        float[] filled = new float[Math.multiplyExact(samples, d)];
        double[] logWeights = new double[samples];
        float[] noise = new float[chunk * model.noise()];
        float[] part = new float[chunk * d];
        double[] bound = new double[chunk];
        RandomStream normals = Purpose.IMPUTATION_NOISE.stream(seed);
        for (int first = 0, number = 0; first < samples; first += chunk, number++) {
            normals.normal(number * RandomStream.positions(noise.length), noise);
            program.set(Model.NOISE, noise);
            program.run();
            program.get(FILLED, part);
            program.get(BOUND, bound);
            int n = Math.min(chunk, samples - first);
            System.arraycopy(part, 0, filled, first * d, n * d);
            System.arraycopy(bound, 0, logWeights, first, n);
        }
        return Imputation.of(inUnits(filled, row), logWeights);
    }

    private double[][] inUnits(float[] filled, double[] row) {
        Rows rows = model.standardization().inverse(finite(filled), model.features());
        double[][] draws = new double[rows.size()][];
        Arrays.setAll(draws, i -> {
            double[] draw = rows.copyRow(i);
            for (int j = 0; j < draw.length; j++) {
                draw[j] = Double.isNaN(row[j]) ? draw[j] : row[j];
            }
            return draw;
        });
        return draws;
    }

    /** A draw that float32 cannot hold has no weight, so any number may stand for it. */
    private static float[] finite(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.isFinite(values[i]) ? values[i] : 0;
        }
        return values;
    }

    @Override
    public void close() {
        program.close();
    }
}
