package io.github.vflow.flow.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.ModelBuilder;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.audit.model.AuditReport;
import io.github.vflow.flow.audit.model.ModelAudit;
import io.github.vflow.flow.bijector.ActNorm;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.distribution.Posterior;
import io.github.vflow.flow.distribution.StandardNormal;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.missing.fill.FillTraining;
import io.github.vflow.flow.part.Base;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.spec.BaseSpec;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.flow.spec.step.Steps;
import io.github.vflow.flow.surjection.Augment;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SmallModels with other bases and networks: audited, stored, sampled, filled. */
final class BaseModelsTest {
    private static final long SEED = Seeds.of("BaseModelsTest");
    private static final int STEPS = 100;

    @TempDir
    Path dir;

    /** N(0, I) whose density is twice as large. */
    private record Twice() implements Base {
        @Override
        public Tensor logProb(Tensor eps) {
            return StandardNormal.INSTANCE.logProb(eps).plus(Math.log(2));
        }

        @Override
        public Tensor sample(Tensor noise) {
            return noise;
        }
    }

    static Stream<RowSpec> specs() {
        RowSpec spec = SmallModels.spec(2, CouplingSpec.Kind.AFFINE_TANH).withAugment(1, List.of());
        MlpSpec deep = new MlpSpec(List.of(8, 8, 8), Activation.TANH, false, true);
        return Stream.of(
                // tails beyond any grid, so not by quadrature
                spec.withAugment(0, List.of()).withBase(new BaseSpec.Student(2.5, true)),
                spec.withBase(new BaseSpec.Mixture(5)),
                spec.withConditioner(deep.withLayerNorm(true)),
                spec.withStepKind(Steps.Kind.AUTOREGRESSIVE).withConditioner(deep));
    }

    private static AuditReport audit(Model model) {
        return ModelAudit.of("m", model, SmallModels.VECTOR, SmallModels.freshMoons(300), 50, SEED);
    }

    /** By day the ones of another base. */
    static Stream<RowSpec> trained() {
        return specs().limit(Boolean.getBoolean("vflow.nightly") ? Long.MAX_VALUE : 2);
    }

    @ParameterizedTest
    @MethodSource("trained")
    void trainedModelsPassTheAudit(RowSpec spec) {
        AuditReport report = audit(SmallModels.onMoons(Models.of(spec, SEED), STEPS, SEED));
        assertTrue(report.passed(), report.toText());
        assertTrue(report.mass().method().startsWith("importance"), report.toText());
        assertEquals(1, report.mass().total(), 0.02, report.toText());
        assertEquals(0, report.mass().leaked(), report.toText());
    }

    /** The draws of such a base are right, so that ratios of its own density say nothing. */
    @Test
    void aBaseOfAnotherMassIsNoticed() {
        Parameters parameters = new Parameters();
        Bijector norm = ActNorm.of(parameters.scope(), 3);
        parameters.initialise(SEED);
        AuditReport report = audit(new ModelBuilder(2, Bijector.Conditional.always(norm), parameters)
                .lift(new Augment(Posterior.prior(), 2, 1, 1))
                .base(new Twice())
                .build());
        // half of the proposals are of the base, and 2·p/(½·2·p + ½·p) = 4/3
        assertEquals(4.0 / 3, report.mass().total(), 0.05);
        assertFalse(report.passed(), report.toText());
    }

    @ParameterizedTest
    @MethodSource("specs")
    void filesKeepTheModel(RowSpec spec) throws IOException {
        FlowModel model = SmallModels.random(spec, SEED);
        Path file = dir.resolve("m.safetensors");
        new ModelFile(model, List.of("a", "b"), Map.of()).save(file);
        Model back = ModelFile.load(file).model();
        assertEquals(spec, back.spec().orElseThrow());
        assertArrayEquals(model.parameters().values(), back.parameters().values());
    }

    /** Noise of the base, then of the component: draws that mix them up would not be where the density is. */
    @Test
    void defendedModelsDrawFromTheirBase() {
        RowSpec spec = SmallModels.spec(2, CouplingSpec.Kind.AFFINE_TANH)
                .withBase(new BaseSpec.Mixture(3))
                .withDefensive(DefensiveSpec.student(0.05));
        FlowModel model = SmallModels.onMoons(Models.of(spec, SEED), STEPS, SEED);
        // two dimensions, four that choose of three; four that choose flow, normals or t, two dimensions, four that
        // choose the normal, three of the t
        assertEquals(2 + 4 + 4 + 2 + 4 + 3, model.sampleNoise());
        assertEquals(6, model.baseNoise());
        try (Sampler sampler = new Sampler(model, SmallModels.VECTOR)) {
            Rows drawn = sampler.draw(20_000, 1, SEED);
            Rows moons = SmallModels.freshMoons(20_000);
            for (int j = 0; j < 2; j++) {
                assertEquals(quartile(moons.copyColumn(j), 1), quartile(drawn.copyColumn(j), 1), 0.5, "column " + j);
                assertEquals(quartile(moons.copyColumn(j), 3), quartile(drawn.copyColumn(j), 3), 0.5, "column " + j);
            }
        }
    }

    private static double quartile(double[] x, int which) {
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        return sorted[which * x.length / 4];
    }

    @ParameterizedTest
    @MethodSource("specs")
    void missingCellsAreLearnedFromDraws(RowSpec spec) {
        RowSpec.Fill fill = new RowSpec.Fill(2, new MlpSpec(List.of(8, 8), Activation.SILU, true, true), 2);
        FlowModel model = Models.of(spec.withFill(fill), SEED);
        float[] before = model.parameters().values().clone();
        FillTraining.run(model, SmallModels.VECTOR, 5, 16, 1e-3, SEED);
        float[] after = model.parameters().values();
        assertTrue(!Arrays.equals(before, after), "r is trained");
    }

    @Test
    void messages() {
        assertEquals(
                "MlpSpec: residual blocks add to the layer before, so there must be at least two hidden layers, all of one"
                        + " width, but got [8, 9]",
                message(() -> new MlpSpec(List.of(8, 9), Activation.RELU, false, true)));
        assertEquals(
                "MlpSpec: residual blocks add to the layer before, so there must be at least two hidden layers, all of one"
                        + " width, but got [8]",
                message(() -> new MlpSpec(List.of(8), Activation.RELU).withResidual(true)));
        assertEquals(
                "MlpSpec: a layer norm makes a constant of a layer of width 1, so hidden widths must be at least 2 but got"
                        + " [4, 1]",
                message(() -> new MlpSpec(List.of(4, 1), Activation.RELU).withLayerNorm(true)));
    }

    private static String message(Runnable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
    }
}
