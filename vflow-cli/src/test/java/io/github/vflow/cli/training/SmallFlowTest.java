package io.github.vflow.cli.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SmallFlowTest {
    private static RowSpec spec(double flow) {
        return RowSpec.of(2, 0, 1).withDefensive(new DefensiveSpec(0.99 - flow, 0.01, 1));
    }

    private static Model mixture(double first, double second) {
        return Models.of(new Spec.Mixture(List.of(spec(first), spec(second)), List.of(0.75, 0.25)), 1);
    }

    @Test
    void theShareIsThatOfAllMembers() {
        assertEquals(
                "the flow has a share of only 6.0 %: normal distributions explain the validation rows as well; if you expect curved"
                        + " dependence, train longer (--steps) or with wider networks (--hidden)",
                TableSession.smallFlow(mixture(0.04, 0.12)).orElseThrow());
        assertEquals(Optional.empty(), TableSession.smallFlow(mixture(0.04, 0.9)));
        assertEquals(Optional.empty(), TableSession.smallFlow(Models.of(RowSpec.of(2, 0, 1), 1)));
    }
}
