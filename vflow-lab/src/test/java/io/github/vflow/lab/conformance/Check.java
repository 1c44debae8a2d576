package io.github.vflow.lab.conformance;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.nn.optim.step.Adam;
import io.github.vflow.tensor.engine.Engine;
import java.util.List;
import java.util.function.BiConsumer;

/** Computes some of the numbers that a fixture expects, by name, if the fixture has the inputs. */
@FunctionalInterface
interface Check {
    void run(Fixture f, Engine engine, BiConsumer<String, double[]> sink);

    /** The checks of a fixture with a model of this kind. */
    static List<Check> of(FlowModel model) {
        if (model.images().isPresent()) {
            return List.of(new InitCheck("in.x", "in.eps", "param", "init"));
        }
        return List.of(
                new ForwardCheck(),
                new InverseCheck("out.eps", "out.inv_xz"),
                new InverseCheck("in.sample_eps", "out.sample_xz"),
                new ImportanceCheck(),
                new InitCheck("in.init_x", "in.init_eps", "before_init", "after_init"),
                new AdamCheck("adam_tf", Adam.Form.EPSILON_HAT),
                new AdamCheck("adam_torch", Adam.Form.KINGMA_BA));
    }
}
