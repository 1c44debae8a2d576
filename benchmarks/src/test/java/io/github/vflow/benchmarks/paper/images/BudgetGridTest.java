package io.github.vflow.benchmarks.paper.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class BudgetGridTest {
    /** Half of a block is the most that whole blocks may miss; a block has 5,792 parameters. */
    private static final int HALF_A_BLOCK = 5_792 / 2;

    private static final BudgetGrid GRID = new BudgetGrid(8, 8, 6, List.of(0, 1, 2), 30, List.of(1L, 2L));

    @Test
    void moreChannelsHaveFewerBlocksAndEqualParameters() {
        assertEquals(
                List.of(6, 4, 2, 6, 4, 2),
                GRID.runs().stream().map(ImageRun::blocks).toList());
        int budget = GRID.runs().getFirst().parameters();
        assertEquals(48_156, budget);
        GRID.runs().forEach(r -> assertTrue(Math.abs(r.parameters() - budget) <= HALF_A_BLOCK, r::toString));
    }

    @Test
    void allModelsOfASeedComeBeforeTheNextSeed() {
        assertEquals(
                List.of(1L, 1L, 1L, 2L, 2L, 2L),
                GRID.runs().stream().map(ImageRun::seed).toList());
    }
}
