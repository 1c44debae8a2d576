package io.github.vflow.table.report;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Flats with text and gaps, and a model of them. */
final class Trained {
    static final Recipe QUICK =
            Recipe.standard().withSteps(150).withBatch(128).withNoise(0.0).withCalibration(0);

    private static final TableModel FLATS = TableModel.fit(table(1_500, 1), QUICK.withCalibration(0.1));

    private Trained() {}

    static TableModel flats() {
        return FLATS;
    }

    private static Map<String, Object> row(Random random) {
        Map<String, Object> row = new HashMap<>();
        int rooms = 1 + random.nextInt(5);
        double area = 15 + 20 * rooms + 8 * random.nextGaussian();
        row.put("rooms", rooms);
        row.put("area", area);
        row.put("district", List.of("north", "south", "harbour").get(random.nextInt(3)));
        row.put("rent", 12 * area * Math.exp(0.1 * random.nextGaussian()));
        return row;
    }

    private static List<Map<String, Object>> rows(int n, long seed) {
        Random random = new Random(seed);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Map<String, Object> row = row(random);
            if (random.nextDouble() < 0.1) {
                row.put("district", null);
            }
            rows.add(row);
        }
        return rows;
    }

    private static Schema schema() {
        return new Schema(List.of(
                Column.real("area"),
                Column.whole("rooms"),
                Column.category("district", List.of("harbour", "north", "south")),
                Column.real("rent")));
    }

    static Table table(int n, long seed) {
        return Table.of(schema(), rows(n, seed));
    }

    /** With rents that are a third higher. */
    static Table dearer(int n) {
        List<Map<String, Object>> rows = rows(n, 5);
        rows.forEach(row -> row.computeIfPresent("rent", (_, rent) -> 1.33 * (Double) rent));
        return Table.of(schema(), rows);
    }

    /** With a rent after the other rows that is far too high. */
    static Table withOddRow(int n) {
        List<Map<String, Object>> rows = rows(n, 5);
        Map<String, Object> odd = new HashMap<>(rows.getFirst());
        odd.put("rent", 9_000.0);
        rows.add(odd);
        return Table.of(schema(), rows);
    }
}
