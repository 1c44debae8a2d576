package io.github.vflow.spark;

import io.github.vflow.tensor.random.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Rows of the tests. */
final class Examples {
    private Examples() {}

    /** Real columns a and b, of which b depends on a, and a third, c. */
    static Dataset<Row> reals(SparkSession spark, int rows, long seed) {
        StructType schema = new StructType()
                .add("a", DataTypes.DoubleType)
                .add("b", DataTypes.DoubleType)
                .add("c", DataTypes.FloatType);
        RandomGenerator random = Purpose.ROW_ORDER.stream(seed).generator(0);
        List<Row> all = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            double a = random.nextGaussian();
            all.add(RowFactory.create(a, a * a + 0.3 * random.nextGaussian(), (float) random.nextExponential()));
        }
        return spark.createDataFrame(all, schema);
    }

    /** Columns of every kind with missing cells: a tree's kind, height, age, and whether it is sick. */
    static Dataset<Row> trees(SparkSession spark, int rows, long seed) {
        StructType schema = new StructType()
                .add("kind", DataTypes.StringType)
                .add("height", DataTypes.DoubleType)
                .add("age", DataTypes.IntegerType)
                .add("sick", DataTypes.BooleanType);
        RandomGenerator random = Purpose.ROW_ORDER.stream(seed).generator(1);
        String[] kinds = {"oak", "birch", "pine"};
        List<Row> all = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            int kind = random.nextInt(kinds.length);
            int age = 1 + random.nextInt(60 + 20 * kind);
            all.add(RowFactory.create(
                    random.nextInt(20) == 0 ? null : kinds[kind],
                    random.nextInt(10) == 0 ? null : age * (0.2 + 0.1 * kind) + random.nextGaussian(),
                    age,
                    random.nextInt(5) == 0));
        }
        return spark.createDataFrame(all, schema);
    }
}
