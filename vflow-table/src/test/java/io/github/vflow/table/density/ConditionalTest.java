package io.github.vflow.table.density;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.ImportanceEstimate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Conditional densities of a model with hidden dimensions, whose densities are estimates, beside their terms one by one. */
final class ConditionalTest {
    private static final List<String> LABELS = List.of("ash", "elm", "oak");
    private static final TableDensity NOISY = Densities.noisy(LABELS, 60);

    private static double log(TableDensity density, Map<String, ?> known) {
        ImportanceEstimate e = density.estimate(density.partial(known));
        assertTrue(e.isKnown(), () -> known + " has " + e);
        return e.logProb();
    }

    private static ImportanceEstimate estimate(Map<String, ?> known) {
        return NOISY.estimate(NOISY.partial(known));
    }

    private static Map<String, Object> with(Map<String, ?> some, String name, Object value) {
        Map<String, Object> all = new HashMap<>(some);
        all.put(name, value);
        return all;
    }

    /** ln Σ p(l, others) over all labels l. */
    private static double sum(TableDensity density, List<String> labels, Map<String, ?> others) {
        return Math.log(labels.stream()
                .mapToDouble(l -> Math.exp(log(density, with(others, "label", l))))
                .sum());
    }

    /** ln p(l | g) = ln p(l, g) − ln Σ p(l′, g), so the probabilities of all labels sum to one, whatever the noise. */
    @Test
    void aLabelIsAShareOfTheSum() {
        for (Map<String, Double> given : List.of(Map.of("x", 0.3, "y", 0.1), Map.of("x", 0.3))) {
            double sum = 0;
            for (String label : LABELS) {
                double p = NOISY.conditional(Map.of("label", label), given).logProb();
                assertEquals(log(NOISY, with(given, "label", label)) - sum(NOISY, LABELS, given), p, 1e-9);
                sum += Math.exp(p);
                ImportanceEstimate[] each = LABELS.stream()
                        .map(l -> estimate(with(given, "label", l)))
                        .toArray(ImportanceEstimate[]::new);
                double[] logs = Arrays.stream(each)
                        .mapToDouble(ImportanceEstimate::logProb)
                        .toArray();
                assertEquals(
                        estimate(with(given, "label", label)).minus(ImportanceEstimate.sum(each, logs)),
                        NOISY.conditional(Map.of("label", label), given));
            }
            assertEquals(1, sum, 1e-9);
        }
    }

    /** ln p(l, y | g) = ln p(l | y, g) + ln p(y, g) − ln p(g). */
    @Test
    void numbersBesideALabelFollowTheChainRule() {
        Map<String, Double> given = Map.of("x", 0.3);
        Map<String, Double> others = Map.of("x", 0.3, "y", 0.1);
        assertEquals(
                log(NOISY, Map.of("x", 0.3, "y", 0.1, "label", "elm"))
                        - sum(NOISY, LABELS, others)
                        + log(NOISY, others)
                        - log(NOISY, given),
                NOISY.conditional(Map.of("label", "elm", "y", 0.1), given).logProb(),
                1e-9);
        assertEquals(estimate(others).minus(estimate(given)), NOISY.conditional(Map.of("y", 0.1), given));
        assertEquals(
                log(NOISY, Map.of("x", 0.3, "label", "elm")) - log(NOISY, Map.of("label", "elm")),
                NOISY.conditional(Map.of("x", 0.3), Map.of("label", "elm")).logProb(),
                1e-9,
                "a label that is given");
    }

    /** The sum is over at most 512 labels. */
    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void moreLabelsAreNotSummed() {
        for (int count : List.of(512, 513)) {
            List<String> labels =
                    IntStream.range(0, count).mapToObj(k -> "l" + k).toList();
            TableDensity density = Densities.noisy(labels, 12);
            double[][] each = new double[count][];
            Arrays.setAll(each, k -> new double[] {k, 0.3, 0.1});
            double[] logs = density.logProb(each);
            double all = count == 512
                    ? Math.log(Arrays.stream(logs).map(Math::exp).sum())
                    : density.logProb(new double[] {Double.NaN, 0.3, 0.1});
            ImportanceEstimate asked = density.conditional(Map.of("label", "l2"), Map.of("x", 0.3, "y", 0.1));
            assertEquals(logs[2] - all, asked.logProb(), 1e-9, count + " labels");
        }
    }

    /** Two samples are too few for each term, so all of them take 32. */
    @Test
    void allTermsTakeMoreSamplesWhereOneHasTooFew() {
        TableDensity two = Densities.noisy(LABELS, 2);
        TableDensity more = Densities.noisy(LABELS, 32);
        Map<String, Double> given = Map.of("x", 0.3);
        assertFalse(two.estimate(two.partial(Map.of("x", 0.3, "label", "elm"))).isKnown());
        assertEquals(more.conditional(Map.of("label", "elm"), given), two.conditional(Map.of("label", "elm"), given));
        assertEquals(
                more.conditional(Map.of("label", "elm", "y", 0.1), given),
                two.conditional(Map.of("label", "elm", "y", 0.1), given));
    }
}
