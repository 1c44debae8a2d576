package io.github.vflow.table.inference.relation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Shops by numbers, each with a town and a size. */
final class KeysTest {
    private static final int SHOPS = 120;
    private static final List<String> TOWNS = List.of("Bonn", "Kiel", "Trier");

    private static Schema schema() {
        return new Schema(List.of(
                Column.whole("shop"), Column.category("town", TOWNS), Column.real("size"), Column.real("sales")));
    }

    /** Rows of random shops with some towns and sizes; sales have one row of each number. */
    private static Rows rows(int n, IntToDoubleFunction town, IntToDoubleFunction size) {
        SplittableRandom random = new SplittableRandom(5);
        double[][] rows = new double[n][];
        Arrays.setAll(rows, _ -> {
            int shop = random.nextInt(SHOPS);
            return new double[] {shop, town.applyAsDouble(shop), size.applyAsDouble(shop), random.nextGaussian()};
        });
        return Rows.withGaps(rows);
    }

    private static Map<String, List<Double>> found(Rows rows, String... kept) {
        return AtomSearch.of(schema(), rows, Set.of(kept));
    }

    /** A size of two shops, which have different towns. */
    private static double mixed(int shop) {
        return (shop >> 1) * 37 % 101;
    }

    @Test
    void keysAndWhatTheyDetermineAreListed() {
        Map<String, List<Double>> found = found(rows(1_400, s -> s * 7 % 3, KeysTest::mixed));
        assertEquals(Set.of("shop", "size"), found.keySet());
        assertEquals(SHOPS, found.get("shop").size());
        assertEquals(SHOPS / 2, found.get("size").size());
        assertEquals(new TreeSet<>(found.get("size")).stream().toList(), found.get("size"), "the numbers ascend");
    }

    /** The town alone tells that shops are keys. */
    @Test
    void aLabelIsEnough() {
        SplittableRandom random = new SplittableRandom(1);
        Rows rows = rows(1_400, s -> s * 7 % 3, _ -> random.nextInt(70));
        assertEquals(Set.of("shop"), found(rows).keySet());
        assertEquals(Set.of(), found(rows, "shop").keySet());
    }

    /** One row that breaks the rule, a gap beside it. */
    @Test
    void allRowsMustObey() {
        Rows gap = rows(1_400, s -> s == 5 ? Double.NaN : s * 7 % 3, _ -> 1.5);
        assertEquals(Set.of("shop"), found(gap).keySet());
        boolean[] met = new boolean[SHOPS];
        Rows broken = rows(
                900,
                s -> {
                    boolean isFirst = !met[s];
                    met[s] = true;
                    return (s * 7 + (s == 5 && isFirst ? 1 : 0)) % 3;
                },
                _ -> 1.5);
        assertEquals(Set.of(), found(broken).keySet());
    }

    /** A value that rises with the number is no sign of a key: ages and groups of ages. */
    @Test
    void aSmoothLawStays() {
        SplittableRandom random = new SplittableRandom(1);
        assertEquals(
                Set.of(),
                found(rows(1_400, s -> s < 40 ? 0 : s < 80 ? 1 : 2, _ -> random.nextInt(70)))
                        .keySet());
    }

    /** A number of shops needs ten times as many rows. */
    @Test
    void eachKeyHasItsRows() {
        assertEquals(
                Set.of("shop", "size"),
                found(rows(1_250, s -> s * 7 % 3, KeysTest::mixed)).keySet());
        assertEquals(
                Set.of(), found(rows(1_190, s -> s * 7 % 3, KeysTest::mixed)).keySet());
    }

    /** A town of all shops but one is determined by chance. */
    @Test
    void aValueThatHardlyVariesTellsNothing() {
        assertEquals(Set.of(), found(rows(1_400, s -> s == 5 ? 1 : 0, _ -> 1.5)).keySet());
    }

    /** 0.0 and −0.0 are one number, as a key and as what it determines. */
    @Test
    void zeroHasNoSign() {
        boolean[] isOdd = {false};
        Rows rows = rows(1_400, s -> s * 7 % 3, s -> {
            isOdd[0] = !isOdd[0];
            return mixed(s) == 0 && isOdd[0] ? -0.0 : mixed(s);
        });
        assertEquals(Set.of("shop", "size"), found(rows).keySet());
    }

    /** Through the reader. A list of that many keys has no order; one of 50 numbers has. */
    @Test
    void aTableHasThem() {
        for (int shops : new int[] {50, SHOPS}) {
            SplittableRandom random = new SplittableRandom(5);
            List<Map<String, Object>> rows = random.ints(1_400, 0, shops)
                    .mapToObj(s -> Map.<String, Object>of(
                            "shop", s, "town", TOWNS.get(s * 7 % 3), "sales", random.nextGaussian()))
                    .toList();
            Table table = Table.of(rows);
            assertEquals(shops, table.schema().column("shop").atoms().size());
            ColumnSpec.Listed list = (ColumnSpec.Listed)
                    table.schema().specs(table.rows(), 3).get(table.columns().indexOf("shop"));
            assertEquals(shops > 50 ? 0 : 2, list.neighbours());
        }
    }
}
