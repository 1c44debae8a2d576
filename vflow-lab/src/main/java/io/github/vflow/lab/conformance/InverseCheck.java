package io.github.vflow.lab.conformance;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.tensor.engine.Engine;
import java.util.function.BiConsumer;

/**
 * Checks the inverse of p at given points, and for images the pixels of its results.
 *
 * @param from the points
 * @param xz the results [x, z]
 * @param pixels of the results
 */
record InverseCheck(String from, String xz, String pixels) implements Check {
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
                    if (model.images().isPresent()) {
                        t.output(pixels, model.back(back.value()));
                        t.output("out.sample_logd_p", back.logDet().negate());
                    }
                },
                e -> e.set("eps", f.values(from)),
                sink);
    }
}
