package io.github.vflow.benchmarks.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowPathTest {
    private static final double ROUND_TRIP = 1e-3;
    private static final double OF_SAMPLES = 0.05;

    private static FlowModel model(int dimensions) {
        return ToyTraining.train(new ToyRun(dimensions, 2, new Setting(64, 2e-3, 200), 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void theFlowMapsTheFirstSpaceToTheLast(int dimensions) {
        FlowModel model = model(dimensions);
        FlowPath path = FlowPath.of(model, 2_000, 7);
        assertEquals(dimensions == 2 ? 3 : 2, path.spaces().size());
        Rows first = path.spaces().getFirst();
        Rows last = path.spaces().getLast();
        float[] e = forward(model, first);
        for (int i = 0; i < e.length; i++) {
            assertEquals(last.get(i / dimensions, i % dimensions), e[i], ROUND_TRIP);
        }
        for (double std : last.columnStds()) {
            assertEquals(1, std, OF_SAMPLES);
        }
    }

    private static float[] forward(FlowModel model, Rows points) {
        Trace t = new Trace();
        model.parameters().flat(t);
        t.output(
                "e",
                model.bijector()
                        .forward(t.batch(Model.X, Shape.of(points.size(), points.features())))
                        .value());
        float[] e = new float[points.size() * points.features()];
        try (Executable program = Engines.reference().compile(t.program())) {
            program.set(Parameters.INPUT, model.parameters().values());
            program.set(Model.X, points.toFloats());
            program.run();
            program.get("e", e);
        }
        return e;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1_500})
    void samplesComeInThousands(int n) {
        assertEquals(
                "FlowPath.of: n must be a multiple of 1000 but is " + n + "; round it up",
                assertThrows(IllegalArgumentException.class, () -> FlowPath.of(model(2), n, 1))
                        .getMessage());
    }
}
