package io.github.vflow.spark.internal.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.spark.internal.dataset.Cells;
import io.github.vflow.spark.internal.params.HandleInvalid;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** The rows of a partition, without a session. */
class ScoredRowsTest {
    private static final StructType SCHEMA =
            new StructType().add("a", DataTypes.DoubleType).add("b", DataTypes.DoubleType);

    /** A number of a Row that cannot be turned into text. */
    private static final class Silent extends BigDecimal {
        private static final long serialVersionUID = 1;

        Silent(double value) {
            super(value);
        }

        @Override
        public String toString() {
            throw new AssertionError("a number was turned into text");
        }
    }

    private static List<Row> scored(TableModel model, List<Row> rows) {
        Iterator<Row> scored = new ScoredRows(
                model,
                rows.iterator(),
                Cells.needed(model, SCHEMA),
                new Scoring.Added("s", 0, "", "", ""),
                HandleInvalid.ERROR);
        List<Row> all = new ArrayList<>();
        scored.forEachRemaining(all::add);
        return all;
    }

    @Test
    void numbersStayNumbers() {
        SplittableRandom random = new SplittableRandom(1);
        double[][] numbers = new double[5_000][];
        java.util.Arrays.setAll(numbers, _ -> new double[] {random.nextGaussian(), random.nextGaussian()});
        TableModel model = TableModel.fit(
                Table.of(numbers, "a", "b"),
                Recipe.standard().withSteps(5).withFillSteps(5).withNoise(0.0));
        List<Row> rows = new ArrayList<>();
        for (double[] row : numbers) {
            rows.add(RowFactory.create(new Silent(row[0]), row[1]));
        }
        List<Row> scored = scored(model, rows);
        assertEquals(numbers.length, scored.size());
        double[] expected = model.logProb(numbers);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], scored.get(i).getDouble(2), "row " + i);
        }
    }
}
