package io.github.vflow.table.report.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.table.Untrained;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.schema.Column;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Models in words. */
final class ArchitectureTest {
    private static final RowSpec PLAIN = RowSpec.of(3, 0, 1)
            .withConditioner(List.of(8, 4), Activation.RELU)
            .withDefensive(DefensiveSpec.none())
            .withFill(RowSpec.Fill.none());

    private static Map<String, String> facts(RowSpec spec) {
        return Architecture.facts(Models.of((Spec) spec, 1));
    }

    @Test
    void aFlowHasItsDimensionsAndSteps() {
        Map<String, String> facts = facts(PLAIN);
        assertEquals("an exact normalizing flow on 3 dimensions", facts.get("Architecture"));
        assertTrue(facts.get("Steps").startsWith("1 step: "), facts::toString);
        assertTrue(facts.get("Steps").endsWith(", networks with hidden layers of 8, 4"), facts::toString);
        assertEquals("rows must be complete", facts.get("Missing cells"));
        assertFalse(facts.containsKey("Shares of the density"), facts::toString);
        assertEquals(
                "a VFlow on 3 + 2 dimensions",
                facts(RowSpec.of(3, 2, 1).withConditioner(List.of(8), Activation.RELU))
                        .get("Architecture"));
        assertEquals(
                "integrated out by importance sampling",
                facts(PLAIN.withFill(RowSpec.Fill.standard())).get("Missing cells"));
        assertEquals(
                "flow 80 %, 3 normal distributions 15 %, Student t 5 %",
                facts(PLAIN.withDefensive(new DefensiveSpec(0.15, 0.05, 3))).get("Shares of the density"));
    }

    @Test
    void aMixtureHasItsShares() {
        Spec.Mixture noisy = new Spec.Mixture(List.of(PLAIN, PLAIN.withNoise(0.3)), List.of(0.75, 0.25));
        Model model = Models.of(noisy, 1);
        Map<String, String> facts = Architecture.facts(model);
        assertEquals(
                "2 models of this architecture with the shares 75 %, 25 %, trained with noise of 0.0, 0.3 standard deviations",
                facts.get("Mixture"));
        assertEquals("an exact normalizing flow on 3 dimensions", facts.get("Architecture"));
        assertEquals(
                "2 models of this architecture with the shares 75 %, 25 %",
                Architecture.facts(Models.of(new Spec.Mixture(List.of(PLAIN, PLAIN), List.of(0.75, 0.25)), 1))
                        .get("Mixture"));
        assertFalse(facts(PLAIN).containsKey("Mixture"));
    }

    @Test
    void labelsHaveAChainOfProbabilities() {
        Table labels = Table.of(new double[][] {{0, 1.5}, {1, 2.5}, {1, 0.5}, {0, 3}, {1, 1}, {0, 2}}, "l", "x")
                .with(Column.category("l", List.of("a", "b")));
        Map<String, String> both = Architecture.facts(Untrained.of(labels).model());
        assertEquals(
                "an exact normalizing flow on 1 dimension, given a chain of exact probabilities of 1 discrete column",
                both.get("Architecture"));
        Table alone = labels.select(List.of("l"));
        Map<String, String> chain = Architecture.facts(Untrained.of(alone).model());
        assertEquals("a chain of exact probabilities of 1 discrete column", chain.get("Architecture"));
        assertFalse(chain.containsKey("Steps"), chain::toString);
    }
}
