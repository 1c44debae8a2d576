package io.github.vflow.benchmarks.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.flow.evaluation.Mean;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class Figure3Test {
    private static final Setting SETTING = Setting.PUBLISHED;

    private static ToyResult result(int dimensions, int steps, long seed, double logLikelihood) {
        return result(new ToyRun(dimensions, steps, SETTING, seed), logLikelihood);
    }

    private static ToyResult result(ToyRun run, double logLikelihood) {
        Optional<ToyResult.Test> test = Double.isNaN(logLikelihood)
                ? Optional.empty()
                : Optional.of(new ToyResult.Test(
                        1, new Mean(logLikelihood, 0.01, 100), new Mean(logLikelihood - 1, 0.02, 100)));
        return new ToyResult(run, test, 1, 1, "");
    }

    private static final Figure3 FIGURE = new Figure3(List.of(
            result(2, 2, 1, -4.0),
            result(2, 2, 2, -3.8),
            result(2, 3, 1, Double.NaN),
            result(10, 2, 1, -3.9),
            result(10, 2, 2, -3.9),
            result(10, 2, 3, -3.9)));

    @Test
    void theTableHasMeanDeviationAndSeeds() {
        assertEquals("""
                | | L = 2 | L = 3 |
                |---|---|---|
                | Glow | −3.900 ± 0.141 (2) | 1 diverged |
                | VFlow, 10-D | −3.900 ± 0.000 (3) | — |""", FIGURE.table());
    }

    @Test
    void seedsArePaired() {
        assertEquals(
                "VFlow, 10-D, 2 steps: better than Glow with 1 of 2 seeds, by 0.000 nats in the mean", FIGURE.wins());
    }

    @Test
    void otherSettingsAreLeftOut() {
        ToyResult other = result(new ToyRun(2, 2, Setting.LARGE_BATCH, 1), -3.5);
        Figure3 both = new Figure3(List.of(result(2, 2, 1, -4.0), other));
        assertEquals(
                "| | L = 2 |\n|---|---|\n| Glow | −3.500 (1) |",
                both.with(Setting.LARGE_BATCH).table());
    }

    @Test
    void ratesHaveTheSameSeeds() {
        List<ToyResult> results = List.of(
                result(2, 3, 1, -3.7),
                result(2, 3, 5, -3.0),
                result(new ToyRun(10, 3, SETTING.withRate(4e-3), 2), -3.6));
        assertEquals("""
                | batch | learning rate | Glow, 3 steps | VFlow, 10-D, 3 steps |
                |---|---|---|---|
                | 64 | 0.001 | — | — |
                | 64 | 0.002 | −3.700 (1) | — |
                | 64 | 0.004 | — | −3.600 (1) |""", new RateTable(results, List.of(SETTING)).text());
    }

    @Test
    void theBestSeedIsThatOfTheModel() {
        List<ToyRun> glows = ToyGrid.PUBLISHED
                .within(new ToyGrid(List.of(2), List.of(2, 3), List.of(1L, 2L)))
                .runs(SETTING);
        assertEquals(-3.8, Seeds.best(FIGURE.results(), glows).logLikelihood());
        List<ToyRun> diverged = List.of(new ToyRun(2, 3, SETTING, 1));
        assertEquals(
                "the training of all of " + diverged + " diverged; name other seeds",
                assertThrows(ArithmeticException.class, () -> Seeds.best(FIGURE.results(), diverged))
                        .getMessage());
    }
}
