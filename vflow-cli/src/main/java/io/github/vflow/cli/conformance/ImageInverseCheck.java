package io.github.vflow.cli.conformance;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.transformer.Mapped;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Shape;
import java.util.function.BiConsumer;

/** Checks the inverse: latent points to [v, z] and to pixels. */
final class ImageInverseCheck implements Check {
    private final FlowModel model;

    ImageInverseCheck(FlowModel model) {
        this.model = model;
    }

    @Override
    public void run(Fixture f, Engine engine, BiConsumer<String, double[]> sink) {
        inverse(f, engine, sink, "out.eps", "out.inv_xz", "out.inv_pixels");
        inverse(f, engine, sink, "in.sample_eps", "out.sample_xz", "out.sample_pixels");
    }

    private void inverse(
            Fixture f, Engine engine, BiConsumer<String, double[]> sink, String from, String xz, String pixels) {
        if (!f.has(from) || !f.has(xz)) {
            return;
        }
        Shape shape = f.shape(from);
        Trace t = new Trace();
        model.parameters().flat(t);
        Tensor eps = t.input("eps", shape);
        Mapped back = model.bijector().inverse(eps);
        t.output(xz, back.value());
        t.output(pixels, model.back(back.value()));
        t.output("out.sample_logd_p", back.logDet().negate());
        try (Executable e = engine.compile(t.program())) {
            e.set(Parameters.INPUT, f.flat("param"));
            e.set("eps", f.values(from));
            e.run();
            t.program().outputs().forEach((name, value) -> {
                double[] v = new double[value.shape().size()];
                e.get(name, v);
                sink.accept(name, v);
            });
        }
    }
}
