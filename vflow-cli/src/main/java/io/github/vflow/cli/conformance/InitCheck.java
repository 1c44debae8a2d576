package io.github.vflow.cli.conformance;

import io.github.vflow.flow.Model;
import io.github.vflow.nn.DataInit;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.shape.Shape;
import java.util.function.BiConsumer;

/** Checks all parameters after the data-dependent initialisation, and the bound during and after it. */
final class InitCheck implements Check {
    private static final String DURING = "out.elbo_init_pass";
    private static final String AFTERWARDS = "out.elbo_after_init";
    private static final String BOUND = "bound";

    private final String x;
    private final String noise;
    private final String before;
    private final String after;

    InitCheck(String x, String noise, String before, String after) {
        this.x = x;
        this.noise = noise;
        this.before = before;
        this.after = after;
    }

    @Override
    public void run(Fixture f, Engine engine, BiConsumer<String, double[]> sink) {
        if (!f.has(x) || !f.hasGroup(before) || !f.hasGroup(after)) {
            return;
        }
        double[] start = f.flat(before);
        double[] end = start.clone();
        DataInit.run(
                f.model().parameters(),
                engine,
                t -> t.output(BOUND, bound(f, t)),
                e -> set(f, e, start),
                (p, v) -> System.arraycopy(v, 0, end, p.offset(), v.length),
                e -> sink.accept(DURING, read(f, e)));
        f.unpack(after, end, sink);
        Trace t = new Trace();
        f.model().parameters().flat(t);
        t.output(BOUND, bound(f, t));
        try (Executable e = engine.compile(t.program())) {
            set(f, e, end);
            e.run();
            sink.accept(AFTERWARDS, read(f, e));
        }
    }

    private Tensor bound(Fixture f, Trace t) {
        return f.model().bound(t.batch(Model.X, Shape.of(rows(f), f.model().features())));
    }

    private int rows(Fixture f) {
        return f.shape(x).dim(0);
    }

    private void set(Fixture f, Executable e, double[] parameters) {
        e.set(Parameters.INPUT, parameters);
        e.set(Model.X, f.values(x));
        if (f.model().noise() > 0) {
            e.set(Model.NOISE, f.noise(noise));
        }
    }

    private double[] read(Fixture f, Executable e) {
        double[] bound = new double[rows(f)];
        e.get(BOUND, bound);
        return bound;
    }
}
