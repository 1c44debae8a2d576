package io.github.vflow.lab.conformance;

import io.github.vflow.flow.Model;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.init.data.DataInit;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.shape.Shape;
import java.util.function.BiConsumer;

/**
 * Checks all parameters after the data-dependent initialisation, and the bound during and after it.
 *
 * @param x the rows
 * @param noise the prefix of their noise
 * @param before the group of the parameters before
 * @param after the group of the parameters after
 */
record InitCheck(String x, String noise, String before, String after) implements Check {
    private static final String DURING = "out.elbo_init_pass";
    private static final String AFTERWARDS = "out.elbo_after_init";

    @Override
    public void run(Fixture f, Engine engine, BiConsumer<String, double[]> sink) {
        if (!f.has(x) || !f.hasGroup(before) || !f.hasGroup(after)) {
            return;
        }
        double[] end = f.flat(before);
        DataInit.run(
                f.model().parameters(),
                engine,
                t -> bound(f, t, DURING),
                e -> {
                    e.set(Parameters.INPUT, f.flat(before));
                    f.set(e, x, noise);
                },
                (p, v) -> System.arraycopy(v, 0, end, p.offset(), v.length),
                e -> sink.accept(DURING, read(f, e)));
        f.unpack(after, end, sink);
        f.run(engine, end, t -> bound(f, t, AFTERWARDS), e -> f.set(e, x, noise), sink);
    }

    private void bound(Fixture f, Trace t, String name) {
        t.output(
                name,
                f.model().bound(t.batch(Model.X, Shape.of(rows(f), f.model().features()))));
    }

    private int rows(Fixture f) {
        return f.shape(x).dim(0);
    }

    private double[] read(Fixture f, Executable e) {
        double[] bound = new double[rows(f)];
        e.get(DURING, bound);
        return bound;
    }
}
