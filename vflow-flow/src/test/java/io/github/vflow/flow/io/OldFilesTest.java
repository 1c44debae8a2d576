package io.github.vflow.flow.io;

import static io.github.vflow.flow.testkit.Approx.AS_BEFORE;
import static io.github.vflow.flow.testkit.Approx.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.flow.ImageSpec;
import io.github.vflow.flow.ImageSpec.Stage;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.RowSpec;
import io.github.vflow.flow.spec.ConditionalSpec;
import io.github.vflow.flow.spec.CouplingKind;
import io.github.vflow.flow.spec.CouplingSpec;
import io.github.vflow.flow.spec.DequantizerKind;
import io.github.vflow.flow.spec.ImagePosteriorKind;
import io.github.vflow.flow.spec.LinearKind;
import io.github.vflow.flow.spec.Moments;
import io.github.vflow.flow.spec.NetSpec;
import io.github.vflow.flow.spec.PosteriorKind;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.ImageSpecs;
import io.github.vflow.flow.testkit.Models;
import io.github.vflow.flow.train.Recompute;
import io.github.vflow.flow.train.TrainingPlan;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.tensor.autodiff.Memory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Files of version 1, written by the release that made them: they load with the same meaning. */
final class OldFilesTest {
    private static final RowSpec ROWS = RowSpec.of(2, 2, 2)
            .withConditioner(List.of(4), Activation.TANH)
            .withCoupling(new CouplingSpec(CouplingKind.MIXTURE, 2))
            .withLinear(LinearKind.LU)
            .withPosterior(PosteriorKind.FLOW, 2)
            .withAugment(2, List.of(2, 0, 1, 3))
            .withMoments(new Moments(List.of(0.5, -2.0), List.of(1.5, 0.25)));

    private static final ImageSpec IMAGES = ImageSpecs.of(
                    1,
                    1,
                    List.of(new Stage(Stage.Kind.COLUMNS, 1)),
                    CouplingKind.MIXTURE,
                    DequantizerKind.VARIATIONAL,
                    ImagePosteriorKind.PRIOR)
            .withNet(new NetSpec(2, 1, 1, 0))
            .withDequantizer(DequantizerKind.VARIATIONAL, ConditionalSpec.of(1, 1, 2, 0))
            .withPosterior(ImagePosteriorKind.PRIOR, ConditionalSpec.of(1, 1, 2, 0))
            .withClasses(3);

    private static final TrainingPlan PLAN = TrainingPlan.of(40, 16, 0, 3)
            .schedule(new Schedule.WarmUp(3, new Schedule.Cosine(2e-3, 40)))
            .clipNorm(1.5)
            .ema(0.98)
            .evaluate(10, 5)
            .recompute(new Recompute(Memory.CHECKPOINTED, 3))
            .shards(1);

    private static final double[] POINTS = {0.5, -2, 1.25, -2.5, -3, -1.75};

    private static Path file(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(OldFilesTest.class.getResource("version1/" + name))
                .toURI());
    }

    private static float[] drawn(Model model, long seed) {
        Eval.randomise(model.parameters(), 0.3, new SplittableRandom(seed));
        return model.parameters().values();
    }

    private static double[] standardised(Model model, double[] rows) {
        float[] v = new float[rows.length];
        model.standardization().forward(rows, v, model.width());
        return Eval.widen(v);
    }

    @Test
    void aModelOfRowsIsAsItWas() throws IOException, URISyntaxException {
        ModelFile file = ModelFile.load(file("rows.safetensors"));
        assertEquals(ROWS, file.model().spec().orElseThrow());
        assertEquals(List.of("a", "b,c"), file.columns());
        assertEquals(Map.of("data", "t.csv"), file.notes());
        assertArrayEquals(drawn(Model.of(ROWS, 0), 5), file.model().parameters().values(), 0);
        assertClose(
                "bound",
                new double[] {-2.0414309480415915, -9.721172175750135, -30.909651269347474},
                Models.bounds(
                        file.model(), standardised(file.model(), POINTS), new double[] {0, 0, 0.5, -1, 1.5, 0.25}),
                AS_BEFORE);
    }

    @Test
    void aModelOfImagesIsAsItWas() throws IOException, URISyntaxException {
        ModelFile file = ModelFile.load(file("images.safetensors"));
        Model model = file.model();
        assertEquals(IMAGES, model.spec().orElseThrow());
        assertArrayEquals(drawn(IMAGES.build(0), 6), model.parameters().values(), 0);
        double[] x = new double[2 * model.width()];
        Arrays.setAll(x, i -> i % model.width() == model.features() ? i % 3 : 5 * i % 16);
        double[] noise = new double[2 * model.noise()];
        Arrays.setAll(noise, i -> (i % 7 - 3) / 2.0);
        assertClose(
                "bound",
                new double[] {-96.84357104119744, -115.94676302040884},
                Models.bounds(model, x, noise, model.noise()),
                AS_BEFORE);
    }

    @Test
    void aCheckpointIsAsItWas() throws IOException, URISyntaxException {
        Checkpoint file = Checkpoint.load(file("checkpoint.safetensors"));
        RowSpec spec = RowSpec.of(2, 1, 1).withConditioner(List.of(4), Activation.TANH);
        assertEquals(spec, file.spec());
        assertEquals(PLAN, file.plan());
        assertEquals(List.of("a", "b"), file.columns());
        assertEquals(Map.of("data", "circles"), file.notes());
        TrainingState state = file.state();
        assertEquals(20, state.step());
        assertEquals(0, state.stale());
        assertEquals(Set.of(), state.kept());
        assertEquals(-3.7430370473861694, state.bestBound());
        assertClose("parameters", -55.770105940289795, weighted(state.parameters()), AS_BEFORE);
        assertClose("m", -14.811039716238156, weighted(state.m()), AS_BEFORE);
        assertClose("v", 1.0495419994609279, weighted(state.v()), AS_BEFORE);
        assertClose("ema", -58.58114850317361, weighted(Objects.requireNonNull(state.ema())), AS_BEFORE);
        Model best = Model.of(spec, 0);
        best.parameters().set(Objects.requireNonNull(state.best()));
        assertClose(
                "bound",
                new double[] {-3.568469035853453, -4.222965903362258, -4.98242954350307},
                Models.bounds(best, POINTS, new double[] {0, 0.5, -1}),
                AS_BEFORE);
    }

    /** One number that notices if values change, or change places. */
    private static double weighted(float[] values) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += (i + 1) * values[i];
        }
        return sum;
    }
}
