package io.github.vflow.flow.train;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.defaults.GapDefaults;
import io.github.vflow.flow.discrete.Completions;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.function.ObjIntConsumer;

/** The bounds of completions, in chunks that threads share. A completion has the same bits in any chunk. Not thread-safe. */
final class CompletionBounds implements AutoCloseable {
    private static final String BOUND = "bound";

    private final FlowModel model;
    private final int pairs;
    private final int noise;
    private final Engine.Sharded programs;
    private final Chunk[] chunks = new Chunk[GapDefaults.CHUNKS_OF_A_DRAW];
    private final ObjIntConsumer<Executable> work = this::evaluate;
    private int size;

    /**
     * Rows that are evaluated at once, and where their log-weights go.
     *
     * @param into the numbers to which they are added, with their places
     */
    private record Chunk(double[] rows, float[] x, float[] normals, double[] bounds, double[][] into, int[] places) {}

    CompletionBounds(FlowModel model, Engine engine) {
        this.model = model;
        this.pairs = Math.min(GapDefaults.PAIRS_OF_A_DRAW, model.chunk());
        this.noise = model.noise();
        Trace t = new Trace();
        model.parameters().flat(t);
        t.output(BOUND, model.bound(t.batch(Model.X, Shape.of(pairs, model.inputWidth()))));
        // the chunks share the parameters, and have nothing to do together
        Trace all = new Trace();
        all.output("first", model.parameters().flat(all).slice(0, 0, 1));
        programs = engine.local().compile(t.program(), chunks.length, all.program());
        Arrays.setAll(
                chunks,
                _ -> new Chunk(
                        new double[pairs * model.width()],
                        new float[pairs * model.inputWidth()],
                        new float[pairs * noise],
                        new double[pairs],
                        new double[pairs][],
                        new int[pairs]));
    }

    void parameters(float[] values) {
        programs.together().set(Parameters.INPUT, values);
    }

    /** Adds a completion, whose log-weight a later run adds to a number. */
    void add(Completions block, int number, float[] normals, int row, double[] into, int place) {
        Chunk chunk = chunks[size / pairs];
        int at = size % pairs;
        into[place] += block.fill(number, chunk.rows, at * model.width());
        System.arraycopy(normals, row * noise, chunk.normals, at * noise, noise);
        chunk.into[at] = into;
        chunk.places[at] = place;
        size++;
        if (size == chunks.length * pairs) {
            run();
        }
    }

    /** Evaluates the completions since the last run; what came before fills an incomplete chunk. */
    void run() {
        if (size == 0) {
            return;
        }
        programs.each(work);
        for (int i = 0; i < size; i++) {
            Chunk chunk = chunks[i / pairs];
            int at = i % pairs;
            chunk.into[at][chunk.places[at]] += ImportanceEstimate.logWeight(chunk.bounds[at]);
        }
        size = 0;
    }

    private void evaluate(Executable program, int number) {
        if (number * pairs >= size) {
            return;
        }
        Chunk chunk = chunks[number];
        model.standardize(chunk.rows, chunk.x);
        program.set(Model.X, chunk.x);
        if (chunk.normals.length > 0) {
            program.set(Model.NOISE, chunk.normals);
        }
        program.run();
        program.get(BOUND, chunk.bounds);
    }

    @Override
    public void close() {
        programs.close();
    }
}
