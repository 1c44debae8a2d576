package io.github.vflow.lab.conformance;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.tensor.engine.Engine;
import java.util.function.BiConsumer;

/**
 * Checks the inverse of p at given points.
 *
 * @param from the points
 * @param xz the results [x, z]
 */
record InverseCheck(String from, String xz) implements Check {
    @Override
    public void run(Fixture f, Engine engine, BiConsumer<String, double[]> sink) {
        if (!f.has(from) || !f.has(xz) || !f.hasGroup("param")) {
            return;
        }
        FlowModel model = f.model();
        f.run(
                engine,
                t -> {
                    Mapped back = model.bijector().inverse(t.batch("eps", f.shape(from)));
                    t.output(xz, back.value());
                },
                e -> e.set("eps", f.values(from)),
                sink);
    }
}
