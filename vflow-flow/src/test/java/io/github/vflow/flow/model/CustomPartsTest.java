package io.github.vflow.flow.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.bijector.ActNorm;
import io.github.vflow.flow.bijector.elementwise.Scale;
import io.github.vflow.flow.bijector.layer.Layers;
import io.github.vflow.flow.distribution.DiagonalNormal;
import io.github.vflow.flow.spec.CustomParts;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.nn.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps and a base that a program brings along. */
final class CustomPartsTest {
    private static final long SEED = Seeds.of("CustomPartsTest");
    private static final RowSpec SPEC = SmallModels.spec(2, CouplingSpec.Kind.AFFINE_TANH)
            .withStep("half", (_, _) -> new Scale(0.5))
            .withStep("norm", ActNorm::of)
            .withBase("gauss", DiagonalNormal::of);

    @Test
    void ownStepsComeFirstInOrderAndTheirParametersAreDeclared() {
        FlowModel model = Models.of(SPEC, SEED);
        List<String> layers =
                Layers.of(model.bijector()).stream().map(Layers.Layer::name).toList();
        assertEquals(List.of("0 Scale", "1 ActNorm"), layers.subList(0, 2));
        List<String> own = model.parameters().all().stream()
                .map(Parameter::name)
                .filter(n -> n.startsWith("custom."))
                .toList();
        assertEquals(List.of("custom.norm.g", "custom.norm.b", "custom.gauss.mu", "custom.gauss.s"), own);
        assertTrue(model.flow(io.github.vflow.nn.layer.Condition.none()).base() instanceof DiagonalNormal);
    }

    @Test
    void aSelectionHasTheNamedPartsInTheirOrder() {
        CustomParts chosen = SPEC.custom().select(List.of("norm"), List.of());
        assertEquals(List.of("norm"), List.copyOf(chosen.steps().keySet()));
        assertTrue(chosen.bases().isEmpty());
        assertTrue(CustomParts.none().areNone());
    }

    @Test
    void messages() {
        assertEquals(
                "the model uses the custom step \"bend\", which was not supplied; load it with"
                        + " CustomParts.none().withStep(\"bend\", …)",
                message(() -> SPEC.custom().select(List.of("bend"), List.of())));
        assertEquals(
                "the model uses the custom base \"student\", which was not supplied; load it with"
                        + " CustomParts.none().withBase(\"student\", …)",
                message(() -> CustomParts.none().select(List.of(), List.of("student"))));
        assertEquals(
                "CustomParts: names must differ but \"half\" is taken; rename the part",
                message(() -> SPEC.withBase("half", DiagonalNormal::of)));
        assertEquals(
                "CustomParts: a name has letters, digits, underscores and hyphens but is \"a.b\"; rename the part",
                message(() -> SPEC.withStep("a.b", ActNorm::of)));
        assertEquals(
                "RowSpec: a model has one base distribution, so there must be at most one custom one but got [gauss, other]",
                message(() -> SPEC.withBase("other", DiagonalNormal::of)));
    }

    private static String message(Runnable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
    }
}
