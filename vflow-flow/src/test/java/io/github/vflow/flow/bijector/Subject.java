package io.github.vflow.flow.bijector;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Matrices;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.autodiff.Gradient;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** One bijector of the table with random parameters, and rows at which its logDet is not small. */
final class Subject {
    private static final int ATTEMPTS = 1000;
    private static final double PARAMETERS = 0.5;
    private static final double INPUTS = 1.2;

    private final BijectorTable.Row row;
    private final Parameters parameters = new Parameters();
    private final Bijector.Conditional bijector;
    private final int d;
    private final int batch;
    private final double[] context;
    private final String where;
    /** Forward and inverse in double. */
    private final Map<Boolean, Compiled> exact = new HashMap<>();

    /** The rows [batch, d]. */
    final double[] x;

    Subject(BijectorTable.Row row, int d, int batch, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        this.row = row;
        this.d = row.dimensions(d);
        this.batch = batch;
        this.where = "%s, d = %d, batch = %d, seed %d".formatted(row, this.d, batch, seed);
        this.bijector = row.builder().build(parameters.scope(), this.d, random);
        this.context = Eval.normal(batch * BijectorTable.CONTEXT, 1, random);
        Eval.randomise(parameters, PARAMETERS, random);
        this.x = rows(random);
    }

    /** Rows with a logDet that is not small; in case these parameters have few, with other parameters. */
    private double[] rows(SplittableRandom random) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double[] drawn = inputs(batch, random);
            if (row.domain() == BijectorTable.Domain.REALS_UNIT_VOLUME
                    || Arrays.stream(image(true, drawn).logDet).allMatch(l -> Math.abs(l) > Approx.LEAST_LOG_DET)) {
                return drawn;
            }
            Eval.randomise(parameters, PARAMETERS, random);
        }
        throw new AssertionError(where + ": no parameters with |logDet| > " + Approx.LEAST_LOG_DET);
    }

    /** n points where forward is defined. */
    double[] inputs(int n, SplittableRandom random) {
        return row.domain() == BijectorTable.Domain.UNIT_INTERVAL
                ? random.doubles((long) n * d, 0.02, 0.98).map(v -> (float) v).toArray()
                : Eval.normal(n * d, INPUTS, random);
    }

    /** Value [batch, d] and logDet [batch]. */
    record Image(double[] value, double[] logDet) {}

    /** In double. */
    Image image(boolean forward, double[] at) {
        Compiled map = exact.computeIfAbsent(forward, f -> compiled(Eval.REFERENCE, f));
        return map.image(at);
    }

    Image image(Engine engine, boolean forward, double[] at) {
        return images(engine, forward, new double[][] {at}).getFirst();
    }

    /** The images of several batches by a map that is compiled once. */
    List<Image> images(Engine engine, boolean forward, double[][] batches) {
        Compiled map = compiled(engine, forward);
        try (Executable _ = map.executable) {
            return Arrays.stream(batches).map(map::image).toList();
        }
    }

    private Compiled compiled(Engine engine, boolean forward) {
        Trace t = new Trace();
        Mapped m = mapped(forward, t, t.batch("x", Shape.of(batch, d)));
        t.output("value", m.value());
        t.output("logDet", m.logDet());
        return new Compiled(t, engine.compile(t.program()));
    }

    /** A map with its logDet, which takes the parameters as they are at each run. */
    private final class Compiled {
        private final Trace trace;
        private final Executable executable;

        Compiled(Trace trace, Executable executable) {
            this.trace = trace;
            this.executable = executable;
        }

        Image image(double[] at) {
            values(trace, at).forEach(executable::set);
            executable.run();
            double[] value = new double[batch * d];
            double[] logDet = new double[batch];
            executable.get("value", value);
            executable.get("logDet", logDet);
            return new Image(value, logDet);
        }
    }

    private Mapped mapped(boolean forward, Trace t, Tensor in) {
        Bijector b = bijector.given(Condition.ofRow(t.batch("context", Shape.of(batch, BijectorTable.CONTEXT))));
        return forward ? b.forward(in) : b.inverse(in);
    }

    private Map<String, double[]> values(Trace t, double[] at) {
        Map<String, double[]> values = new LinkedHashMap<>(Map.of("x", at, "context", context));
        if (t.program().inputs().containsKey(Parameters.INPUT)) {
            values.put(Parameters.INPUT, Eval.values(parameters));
        }
        return values;
    }

    /** ln |det J| of each row, J differentiated exactly, one output at a time. */
    double[] logDetByGradient(boolean forward, double[] at) {
        Trace t = new Trace();
        Tensor in = t.batch("x", Shape.of(batch, d));
        Tensor y = mapped(forward, t, in).value();
        for (int j = 0; j < d; j++) {
            t.output("J" + j, Gradient.of(y.slice(1, j, j + 1).sum(), in).getFirst());
        }
        Map<String, double[]> out = Eval.of(Eval.REFERENCE, t, values(t, at));
        double[][][] jacobians = new double[batch][d][d];
        for (int i = 0; i < batch; i++) {
            for (int j = 0; j < d; j++) {
                jacobians[i][j] = Arrays.copyOfRange(out.get("J" + j), i * d, (i + 1) * d);
            }
        }
        return Arrays.stream(jacobians).mapToDouble(Matrices::logAbsDet).toArray();
    }

    /** ln |det J| of each row, J by central differences. Rows are moved together: they are independent. */
    double[] logDetByDifferences(boolean forward, double[] at) {
        double[][][] jacobians = new double[batch][d][d];
        Trace t = new Trace();
        t.output("value", mapped(forward, t, t.batch("x", Shape.of(batch, d))).value());
        // compiled once for all moves
        try (Executable map = Eval.REFERENCE.compile(t.program())) {
            values(t, at).forEach(map::set);
            for (int k = 0; k < d; k++) {
                double[] wide = differences(map, at, k, 2 * Approx.STEP);
                double[] narrow = differences(map, at, k, Approx.STEP);
                for (int i = 0; i < batch * d; i++) {
                    // Richardson: without the error of second order, which is large where the map bends sharply
                    jacobians[i / d][i % d][k] = (4 * narrow[i] - wide[i]) / 3;
                }
            }
        }
        return Arrays.stream(jacobians).mapToDouble(Matrices::logAbsDet).toArray();
    }

    private double[] differences(Executable map, double[] at, int column, double step) {
        double[] up = run(map, moved(at, column, step));
        double[] down = run(map, moved(at, column, -step));
        return IntStream.range(0, up.length)
                .mapToDouble(i -> (up[i] - down[i]) / (2 * step))
                .toArray();
    }

    private double[] run(Executable map, double[] at) {
        map.set("x", at);
        map.run();
        double[] y = new double[at.length];
        map.get("value", y);
        return y;
    }

    private double[] moved(double[] at, int column, double by) {
        double[] m = at.clone();
        for (int i = 0; i < batch; i++) {
            m[i * d + column] += by;
        }
        return m;
    }

    BijectorTable.Domain domain() {
        return row.domain();
    }

    int size() {
        return batch * d;
    }

    int dimensions() {
        return d;
    }

    @Override
    public String toString() {
        return where;
    }
}
