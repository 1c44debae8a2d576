package io.github.vflow.benchmarks.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.flow.architecture.Models;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToyGridTest {
    @Test
    void theGridsAreThoseOfThePaper() {
        assertEquals(5 * 7 * 5, ToyGrid.PUBLISHED.runs(Setting.PUBLISHED).size());
        assertEquals(2 * 4 * 5, ToyGrid.CORNERS.runs(Setting.LARGE_BATCH).size());
        List<ToyRun> rates = ToyGrid.OF_RATES.runsOfRates(Setting.PUBLISHED);
        assertEquals(3 * 2 * 3, new HashSet<>(rates).size());
        assertEquals(
                List.of(1e-3, 2e-3, 4e-3),
                rates.stream().map(r -> r.setting().rate()).distinct().toList());
        assertEquals(
                List.of(),
                ToyGrid.PUBLISHED
                        .within(new ToyGrid(List.of(3), List.of(2), List.of(1L)))
                        .runs(Setting.PUBLISHED));
    }

    @Test
    void aSeedIsDoneBeforeTheNext() {
        List<ToyRun> runs = ToyGrid.CORNERS.runs(Setting.LARGE_BATCH);
        assertEquals(
                runs.stream().sorted((a, b) -> Long.compare(a.seed(), b.seed())).toList(), runs);
    }

    /** The paper's VFlow of L steps has L − 1 of them in p; the counts are those of docs/lab/paper.md#experiments-on-the-toy-model. */
    @Test
    void modelsHaveThePublishedSteps() {
        assertEquals(8_280, parameters(2, 3));
        assertEquals(10_348, parameters(10, 3));
    }

    private static int parameters(int dimensions, int steps) {
        return Models.of(new ToyRun(dimensions, steps, Setting.PUBLISHED, 1).spec(), 1)
                .parameters()
                .size();
    }
}
