package io.github.vflow.flow.evaluation;

import io.github.vflow.flow.Model;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.execution.StagedExecutable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.shape.Shape;
import java.util.Set;

/**
 * A compiled program for the bound of a fixed number of pairs of a row and a sample; the parameters are an input. A run
 * with shared noise allocates nothing. Not thread-safe.
 */
final class BoundProgram implements AutoCloseable {
    private static final String BOUND = "bound";

    private final Model model;
    private final Noise noise;
    private final int samples;
    private final int pairs;
    /** Read once: a model adds the noise of its parts up at each call. */
    private final int noiseOfPair;

    private final int inputWidth;

    private final Executable program;
    private final double[] rows;
    private final float[] standardised;
    private final float[] x;
    private final float[] normals;
    private final double[] bound;
    private final double[] logWeights;

    /**
     * Compiles the program.
     *
     * @param samples importance samples of a row
     * @param rows rows of a {@link #run}; more than one only if rows·samples = pairs
     * @param pairs pairs in one execution of the program
     */
    BoundProgram(Model model, Engine engine, Noise noise, int samples, int rows, int pairs) {
        this.model = model;
        this.noise = noise;
        this.samples = samples;
        this.pairs = pairs;
        this.noiseOfPair = model.noise();
        this.inputWidth = model.inputWidth();
        this.program = compiled(model, engine, trace(model, pairs));
        int width = model.width();
        this.rows = new double[rows * width];
        this.standardised = new float[rows * inputWidth];
        this.x = new float[pairs * inputWidth];
        this.normals = new float[pairs * noiseOfPair];
        this.bound = new double[pairs];
        this.logWeights = new double[rows * samples];
    }

    /** Image models have many parameters and little work that depends only on them, so staging does not pay. */
    private static Executable compiled(Model model, Engine engine, Program program) {
        return model.hasPositions()
                ? engine.compile(program)
                : StagedExecutable.of(engine, program, Set.of(Parameters.INPUT));
    }

    private static Program trace(Model model, int pairs) {
        Trace t = new Trace();
        model.parameters().flat(t);
        t.output(BOUND, model.bound(t.batch(Model.X, Shape.of(pairs, model.inputWidth()))));
        return t.program();
    }

    /** The number of rows of a {@link #run}. */
    int size() {
        return rows.length / model.width();
    }

    /** The buffer [size, width] for the rows of the next run, in the units of the data; the caller fills it. */
    double[] rows() {
        return rows;
    }

    void parameters(float[] values) {
        program.set(Parameters.INPUT, values);
    }

    /** Evaluates the rows and returns their log importance weights [size, samples], valid until the next run. */
    double[] run() {
        model.standardize(rows, standardised);
        for (int first = 0; first < logWeights.length; first += pairs) {
            run(first);
        }
        return logWeights;
    }

    /** Executes the program for the pairs from {@code first} on; copies of the last pair fill an incomplete batch. */
    private void run(int first) {
        int last = logWeights.length - 1;
        for (int i = 0; i < pairs; ) {
            int pair = Math.min(first + i, last);
            int row = pair / samples;
            int sample = pair % samples;
            int more = first + i > last ? 1 : Math.min(samples - sample, pairs - i);
            for (int k = i; k < i + more; k++) {
                System.arraycopy(standardised, row * inputWidth, x, k * inputWidth, inputWidth);
            }
            if (normals.length > 0) {
                noise.fill(rows, row * model.width(), model.features(), sample, more, normals, i * noiseOfPair);
            }
            i += more;
        }
        program.set(Model.X, x);
        if (normals.length > 0) {
            program.set(Model.NOISE, normals);
        }
        program.run();
        program.get(BOUND, bound);
        for (int i = 0; i < pairs && first + i <= last; i++) {
            logWeights[first + i] = ImportanceEstimate.logWeight(bound[i]);
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
