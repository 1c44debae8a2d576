package io.github.vflow.cli.conformance;

import io.github.vflow.flow.Model;
import io.github.vflow.nn.DataInit;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.engine.Engine;
import java.util.function.BiConsumer;

/** All parameters after the data-dependent initialisation. */
final class InitCheck implements Check {
    @Override
    public void run(ToyFixture f, Engine engine, BiConsumer<String, double[]> sink) {
        if (!f.has("in.init_x") || !f.hasGroup("before_init") || !f.hasGroup("after_init")) {
            return;
        }
        double[] before = f.flat("before_init");
        f.unpack("after_init", before, sink);
        DataInit.run(
                f.model().parameters(),
                engine,
                t -> t.output("bound", f.model().bound(t.batch(Model.X, f.shape("in.init_x")))),
                e -> {
                    e.set(Parameters.INPUT, before);
                    e.set(Model.X, f.values("in.init_x"));
                    if (f.model().augment() > 0) {
                        e.set(Model.NOISE, f.values("in.init_eps_z"));
                    }
                },
                (p, v) -> sink.accept(f.nameOf("after_init", p), v));
    }
}
