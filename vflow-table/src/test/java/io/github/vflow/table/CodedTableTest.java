package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sales of shops, whose numbers are codes: each has a town and a size. */
final class CodedTableTest {
    private static final int SHOPS = 20;
    private static final int DRAWS = 2_000;
    private static final List<String> TOWNS = List.of("Bonn", "Kiel", "Trier");
    private static final TableModel MODEL = TableModel.fit(
            table(),
            Recipe.standard().withSteps(200).withFillSteps(100).withNoise(0.0).withCalibration(0));

    private static String town(int shop) {
        return TOWNS.get(shop * 7 % 3);
    }

    private static double size(int shop) {
        return (shop >> 1) * 37 % 101 / 4.0;
    }

    private static Map<String, Object> row(int shop, double sales) {
        return new HashMap<>(Map.of("shop", shop, "town", town(shop), "size", size(shop), "sales", sales));
    }

    private static Table table() {
        SplittableRandom random = new SplittableRandom(5);
        return Table.of(random.ints(1_200, 0, SHOPS)
                .mapToObj(s -> row(s, size(s) / 10 + random.nextGaussian()))
                .toList());
    }

    /** Each shop of a sample has its own town and size. The share of the frequencies in each probability is an exception. */
    @Test
    void samplesKeepWhatBelongsTogether() {
        int broken = 0;
        for (double[] row : MODEL.sample(DRAWS, 1)) {
            Map<String, Object> drawn = MODEL.schema().decode(row);
            int shop = ((Number) drawn.get("shop")).intValue();
            boolean isRight =
                    drawn.get("town").equals(town(shop)) && drawn.get("size").equals(size(shop));
            broken += isRight ? 0 : 1;
        }
        assertTrue(broken < 0.1 * DRAWS, broken + " of " + DRAWS + " samples have another town or size");
    }

    @Test
    void aShopInAnotherTownIsLessLikelyThanAnyOther() {
        double[] logs = new double[SHOPS];
        for (int s = 0; s < SHOPS; s++) {
            logs[s] = MODEL.logProb(row(s, size(s) / 10));
        }
        double least = Arrays.stream(logs).min().orElseThrow();
        Map<String, Object> wrong = row(7, size(7) / 10);
        wrong.put("town", TOWNS.get((TOWNS.indexOf(town(7)) + 1) % 3));
        assertTrue(MODEL.logProb(wrong) < least - 1, MODEL.logProb(wrong) + " beside at least " + least);
    }

    /** P of one shop and its town is P of the shop alone, by the sum over the sizes that are missing. */
    @Test
    void theTownOfAShopIsKnown() {
        double alone = MODEL.marginal(Map.of("shop", 7)).logProb();
        double both = MODEL.marginal(Map.of("shop", 7, "town", town(7))).logProb();
        assertEquals(alone, both, 0.1);
    }
}
