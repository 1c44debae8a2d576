package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.table.source.TableSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels of which rows to come have others: a label that training never saw is as likely as one that it saw once. */
final class OpenLabelsTest {
    /** Labels of a Zipf distribution: the k-th is met in proportion to 1/k. */
    private static final int LABELS = 400;

    @TempDir
    Path dir;

    private static List<String> towns(int n, long seed) {
        Random random = new Random(seed);
        double[] below = new double[LABELS];
        double sum = 0;
        for (int k = 0; k < LABELS; k++) {
            sum += Math.pow(k + 1, -1.1);
            below[k] = sum;
        }
        double all = sum;
        return IntStream.range(0, n)
                .mapToObj(_ -> {
                    int k = Arrays.binarySearch(below, all * random.nextDouble());
                    return "town" + (k < 0 ? -k - 1 : k);
                })
                .toList();
    }

    private TableSource source(List<String> towns, long seed) throws IOException {
        Random random = new Random(seed);
        String text = "town,price\n"
                + towns.stream()
                        .map(t -> String.format(Locale.ROOT, "%s,%.2f", t, 100 + 10 * random.nextGaussian()))
                        .collect(Collectors.joining("\n"));
        return CsvSource.of(Files.writeString(dir.resolve("t.csv"), text));
    }

    @Test
    void aFifthOfNewLabelsIsNoReasonForAlarms() throws IOException {
        List<String> towns = towns(250, 5);
        Table.Reading reading = Table.read(source(towns, 1), ReadOptions.standard());
        Column column = reading.table().schema().column("town");
        assertEquals("other", column.decode(column.encode("a town of nowhere")));
        long once = towns.stream().collect(Collectors.groupingBy(t -> t, Collectors.counting())).values().stream()
                .filter(n -> n == 1)
                .count();
        TableModel model = TableModel.fit(
                reading.table(), Recipe.standard().withSteps(100).withNoise(0.0).withCalibration(0.35));
        double p = Math.exp(model.logProb(Map.of("town", "never seen", "price", 100.0))
                - model.marginal(Map.of("price", 100.0)).logProb());
        assertEquals(once / 250.0, p, 0.06, "Good and Turing");
        List<String> fresh = towns(2_000, 6);
        Set<String> known = Set.copyOf(towns);
        double unseen = fresh.stream().filter(t -> !known.contains(t)).count() / 2_000.0;
        assertEquals(0.22, unseen, 0.05);
        int alarms = 0;
        try (RecordScorer scorer = RecordScorer.of(model).withAlarm(model.alarm(0.05));
                RecordReader records = scorer.open(source(fresh, 2), ReadOptions.standard())) {
            for (List<RecordReader.Entry> block = records.next(); !block.isEmpty(); block = records.next()) {
                double[][] rows = block.stream().map(RecordReader.Entry::row).toArray(double[][]::new);
                assertTrue(block.stream().allMatch(e -> e.breaches().isEmpty()), "no label contradicts training");
                alarms += (int)
                        scorer.judge(rows).stream().filter(v -> v.isAlarm()).count();
            }
        }
        assertTrue(alarms > 0.005 * 2_000 && alarms < 0.1 * 2_000, alarms + " alarms of 2,000 at 5 %");
    }

    @Test
    void labelsThatAllRepeatAreClosed() throws IOException {
        List<String> towns =
                IntStream.range(0, 300).mapToObj(i -> "town" + i % 60).toList();
        Column closed = Table.read(source(towns, 1), ReadOptions.standard())
                .table()
                .schema()
                .column("town");
        assertThrows(IllegalArgumentException.class, () -> closed.encode("a town of nowhere"));
        Column asked = Table.read(
                        source(towns(250, 5), 1), ReadOptions.standard().with("town", ReadOptions.Kind.CATEGORY))
                .table()
                .schema()
                .column("town");
        assertThrows(
                IllegalArgumentException.class,
                () -> asked.encode("a town of nowhere"),
                "a category that is asked for keeps its labels");
    }
}
