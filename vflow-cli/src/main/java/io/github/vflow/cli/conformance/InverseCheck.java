package io.github.vflow.cli.conformance;

import io.github.vflow.flow.bijector.Bijector;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import java.util.function.BiConsumer;

/** Checks the inverse of p at given points. */
final class InverseCheck implements Check {
    private final String from;
    private final String to;

    InverseCheck(String from, String to) {
        this.from = from;
        this.to = to;
    }

    @Override
    public void run(Fixture f, Engine engine, BiConsumer<String, double[]> sink) {
        if (!f.has(from) || !f.has(to) || !f.hasGroup("param")) {
            return;
        }
        Bijector p = f.model().bijector();
        Trace t = new Trace();
        f.model().parameters().flat(t);
        t.output(to, p.inverse(t.batch("eps", f.shape(from))).value());
        try (Executable e = engine.compile(t.program())) {
            e.set(Parameters.INPUT, f.flat("param"));
            e.set("eps", f.values(from));
            e.run();
            double[] v = new double[f.shape(from).size()];
            e.get(to, v);
            sink.accept(to, v);
        }
    }
}
