package io.github.vflow.benchmarks.paper;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.bijector.Chain;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.RandomStream;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples of a flow in each of its spaces: row i of all spaces belongs together.
 *
 * @param spaces h₀ = [x, z], h₁, …, h_L = ε, each [n, D]
 */
record FlowPath(List<Rows> spaces) {
    /** Norm, linear map, coupling. */
    private static final int PARTS_OF_STEP = 3;

    private static final int CHUNK = 1_000;

    FlowPath {
        spaces = List.copyOf(spaces);
    }

    /**
     * Draws ε from the base of a flow on rows, and maps it back step by step.
     *
     * @param model trained on rows that were not standardised
     * @param n a multiple of a thousand
     */
    static FlowPath of(FlowModel model, int n, long seed) {
        if (n < CHUNK || n % CHUNK != 0) {
            throw new IllegalArgumentException(
                    "FlowPath.of: n must be a multiple of " + CHUNK + " but is " + n + "; round it up");
        }
        List<Chain> steps = steps(model);
        int d = model.latent();
        float[][] points = new float[steps.size() + 1][n * d];
        float[] chunk = new float[CHUNK * d];
        try (Executable program = program(model, steps)) {
            RandomStream noise = Purpose.SAMPLES.stream(seed);
            program.set(Parameters.INPUT, model.parameters().values());
            for (int first = 0, number = 0; first < n; first += CHUNK, number++) {
                noise.normal(number * RandomStream.positions(chunk.length), chunk);
                program.set(Model.NOISE, chunk);
                program.run();
                for (int k = 0; k < points.length; k++) {
                    program.get("h" + k, chunk);
                    System.arraycopy(chunk, 0, points[k], first * d, chunk.length);
                }
            }
        }
        List<Rows> spaces = new ArrayList<>();
        for (float[] space : points) {
            spaces.add(Rows.of(space, d));
        }
        return new FlowPath(spaces);
    }

    private static Executable program(FlowModel model, List<Chain> steps) {
        Trace t = new Trace();
        model.parameters().flat(t);
        Tensor h = t.batch(Model.NOISE, Shape.of(CHUNK, model.latent()));
        t.output("h" + steps.size(), h);
        for (int k = steps.size() - 1; k >= 0; k--) {
            h = steps.get(k).inverse(h).value();
            t.output("h" + k, h);
        }
        return Engines.vector(1).compile(t.program());
    }

    private static List<Chain> steps(FlowModel model) {
        if (!(model.bijector() instanceof Chain all)) {
            throw new IllegalArgumentException("FlowPath.of: expected a chain of steps but got " + model.bijector());
        }
        List<Bijector> parts = all.parts();
        List<Chain> steps = new ArrayList<>();
        for (int from = 0; from < parts.size(); from += PARTS_OF_STEP) {
            steps.add(new Chain(parts.subList(from, from + PARTS_OF_STEP)));
        }
        return steps;
    }
}
