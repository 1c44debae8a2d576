package io.github.vflow.flow.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.bijector.ActNorm;
import io.github.vflow.flow.bijector.Layers;
import io.github.vflow.flow.bijector.Scale;
import io.github.vflow.flow.distribution.DiagonalNormal;
import io.github.vflow.flow.spec.OwnParts;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingKind;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.nn.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps and a base that a program brings along. */
final class OwnPartsTest {
    private static final long SEED = Seeds.of("OwnPartsTest");
    private static final RowSpec SPEC = SmallModels.spec(2, CouplingKind.AFFINE_TANH)
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
                .filter(n -> n.startsWith("own."))
                .toList();
        assertEquals(List.of("own.norm.g", "own.norm.b", "own.gauss.mu", "own.gauss.s"), own);
        assertTrue(model.flow(io.github.vflow.nn.layer.Condition.none()).base() instanceof DiagonalNormal);
    }

    @Test
    void aSelectionHasTheNamedPartsInTheirOrder() {
        OwnParts chosen = SPEC.own().select(List.of("norm"), List.of());
        assertEquals(List.of("norm"), List.copyOf(chosen.steps().keySet()));
        assertTrue(chosen.bases().isEmpty());
        assertTrue(OwnParts.none().areNone());
    }

    @Test
    void messages() {
        assertEquals(
                "the model has a step \"bend\" of one's own, and the known ones are [half, norm]; load it with"
                        + " OwnParts.none().withStep(\"bend\", …)",
                message(() -> SPEC.own().select(List.of("bend"), List.of())));
        assertEquals(
                "the model has a base \"student\" of one's own, and the known ones are []; load it with"
                        + " OwnParts.none().withBase(\"student\", …)",
                message(() -> OwnParts.none().select(List.of(), List.of("student"))));
        assertEquals(
                "OwnParts: names must differ but \"half\" is taken; rename the part",
                message(() -> SPEC.withBase("half", DiagonalNormal::of)));
        assertEquals(
                "OwnParts: a name has letters, digits, underscores and hyphens but is \"a.b\"; rename the part",
                message(() -> SPEC.withStep("a.b", ActNorm::of)));
        assertEquals(
                "RowSpec: a model has one base distribution, so own must have at most one but got [gauss, other]",
                message(() -> SPEC.withBase("other", DiagonalNormal::of)));
    }

    private static String message(Runnable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
    }
}
