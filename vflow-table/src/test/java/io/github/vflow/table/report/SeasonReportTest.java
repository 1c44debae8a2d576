package io.github.vflow.table.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.drift.Comparison;
import io.github.vflow.table.drift.DriftMonitor;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Report, reasons and drift of a table whose dates have seasons: everywhere dates are dates. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SeasonReportTest {
    private static final LocalDateTime START = LocalDateTime.of(2024, 1, 1, 0, 0);
    private static final List<String> PARTS = List.of("at weekday", "at hour", "at trend", "amount");

    private Path dir = Path.of("");
    private Table table;
    private TableModel model;

    /**
     * Orders from 8 to 18 o'clock in 26 weeks, from Monday to Friday.
     *
     * @param day the number of the day of an order, of the number of its week
     */
    private static String orders(int n, long seed, IntUnaryOperator day) {
        Random random = new Random(seed);
        return "at,amount\n"
                + IntStream.range(0, n)
                        .mapToObj(_ -> {
                            int week = random.nextInt(26);
                            LocalDateTime at = START.plusDays(day.applyAsInt(week) + random.nextInt(5))
                                    .plusMinutes(8 * 60 + random.nextInt(600));
                            return at.toString().replace('T', ' ')
                                    + String.format(Locale.ROOT, ",%.2f", 20 + 3 * random.nextGaussian());
                        })
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    @BeforeAll
    void train(@TempDir Path forAll) throws IOException {
        dir = forAll;
        table = Table.read(CsvSource.of(file(orders(1_500, 3, week -> 7 * week))), ReadOptions.standard())
                .orThrow();
        model = TableModel.fit(table, Trained.QUICK.withCalibration(0.2));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(dir.resolve("t.csv"), text);
    }

    private Table like(String text) throws IOException {
        try (RecordReader reader =
                RecordReader.open(CsvSource.of(file(text)), model.schema(), ReadOptions.standard())) {
            return reader.rest();
        }
    }

    @Test
    void aReportWritesDates() throws IOException {
        assertEquals(PARTS, model.columns());
        String odd = orders(400, 5, week -> 7 * week) + "2029-05-19 03:10,21.00\n";
        String page = Report.of(model, like(odd)).html();
        assertTrue(page.contains("at trend") && page.contains("Sunday"), "the parts of a date");
        assertTrue(page.contains("at trend is 2029-05-19 03:10, outside of "), "a date out of range");
        assertTrue(page.contains(">2024-0"), "marks of axes and values are dates");
        assertFalse(page.contains("19,7") || page.contains("2,81"), "days or weeks since 1970");
        String compared = Report.of(model, table)
                .compare(like(orders(400, 6, week -> 7 * week + 2)), "later.csv")
                .html();
        assertTrue(compared.contains("later.csv"), "drift in the report");
    }

    @Test
    void aReasonWritesATrendAsADate() {
        Verdict late = model.alarm(0.05).explain(Map.of("at", "2026-03-11 10:30", "amount", 20.0));
        assertTrue(late.isAlarm());
        List<String> words = late.reasons().stream().map(Verdict.Reason::words).toList();
        assertTrue(
                words.stream()
                        .anyMatch(w -> w.matches("at trend is 2026-03-11 10:\\d\\d, expected 2024-\\S+ 10:\\d\\d .*")),
                words.toString());
        assertTrue(
                words.stream()
                        .anyMatch(
                                w -> w.matches(
                                        "at trend is 2026-03-11 10:\\d\\d, outside of 2024-01-\\S+ 10:\\d\\d to 2024-0[67]-\\S+ 10:\\d\\d,.*")),
                words.toString());
    }

    @Test
    void driftIsFoundInTheSeasonThatMoved() throws IOException {
        assertEquals(
                List.of(), model.compare(like(orders(500, 7, week -> 7 * week))).drifted(0.001));
        assertEquals(
                List.of("at weekday"), moved(model.compare(like(orders(500, 8, week -> 7 * week + 2)))), "to weekends");
        assertEquals(
                List.of("at trend"),
                moved(model.compare(like(orders(500, 9, week -> 7 * week + 7 * 26)))),
                "to summer");
        DriftMonitor monitor = model.driftMonitor(10);
        for (double[] row : rows(like(orders(1_000, 10, week -> 7 * week)))) {
            monitor.add(row, model.logProb(row));
        }
        assertFalse(monitor.report().alarm(), monitor.report().toString());
        for (double[] row : rows(like(orders(500, 11, week -> 7 * week + 2)))) {
            monitor.add(row, model.logProb(row));
        }
        assertTrue(
                monitor.report().alarm() && monitor.report().toString().contains("at weekday"),
                monitor.report().toString());
    }

    /** The columns that drifted, beside the score. */
    private static List<String> moved(Comparison comparison) {
        return comparison.drifted(0.001).stream()
                .map(Comparison.Column::column)
                .filter(PARTS::contains)
                .toList();
    }

    private static List<double[]> rows(Table table) {
        return IntStream.range(0, table.size()).mapToObj(table.rows()::copyRow).toList();
    }
}
