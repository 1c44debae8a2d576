package io.github.vflow.spark.internal.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows of executors by number; row i is (i + 1, −i − 1). */
class ClusterRowsTest {
    private static JavaSparkContext spark;

    @BeforeAll
    static void start() {
        spark = new JavaSparkContext(new SparkConf(false)
                .setMaster("local[2]")
                .setAppName("rows")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1"));
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static ClusterRows rows(String fault, long... firsts) {
        List<LoadedRows> parts = IntStream.range(0, firsts.length - 1)
                .mapToObj(part -> {
                    double[] numbers = new double[2 * (int) (firsts[part + 1] - firsts[part])];
                    Arrays.setAll(numbers, i -> (1 + firsts[part] + i / 2) * (1 - 2 * (i % 2)));
                    return new LoadedRows(numbers, 2, part == 1 ? fault : "");
                })
                .toList();
        return new ClusterRows(spark.parallelize(parts, parts.size()), firsts, 2);
    }

    @Test
    void rowsComeInTheOrderOfTheirNumbers() {
        for (long[] firsts : new long[][] {{0, 7}, {0, 3, 7}, {0, 0, 2, 2, 2, 6, 7, 7}}) {
            try (ClusterRows rows = rows("", firsts)) {
                assertEquals(7, rows.size());
                double[] into = new double[12];
                rows.fetch(new long[] {6, 0, 2, 1, 6, 5}, into);
                assertArrayEquals(new double[] {7, -7, 1, -1, 3, -3, 2, -2, 7, -7, 6, -6}, into);
            }
        }
    }

    @Test
    void theFaultOfAPartitionEndsTraining() {
        assertEquals(
                "VFlow: a row is odd",
                assertThrows(IllegalArgumentException.class, () -> rows("VFlow: a row is odd", 0, 3, 7))
                        .getMessage());
    }

    @Test
    void rowsThatChangeAreNoticed() {
        List<LoadedRows> part = List.of(new LoadedRows(new double[4], 2, ""));
        try (ClusterRows rows = new ClusterRows(spark.parallelize(part, 1), new long[] {0, 3}, 2)) {
            SparkException changed =
                    assertThrows(SparkException.class, () -> rows.fetch(new long[] {0}, new double[2]));
            assertTrue(
                    String.valueOf(changed.getMessage())
                            .contains(
                                    "VFlow: a partition must have 3 rows but has 2; the Dataset must have the same rows"),
                    changed::toString);
        }
    }
}
