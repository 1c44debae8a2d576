package io.github.vflow.table.source.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.CsvSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class CsvOutputTest {
    private static String written(char separator, List<List<String>> records) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, separator, records);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void write(OutputStream out, char separator, List<List<String>> records) throws IOException {
        CsvOutput csv = new CsvOutput(out, separator);
        records.forEach(csv::write);
        csv.flush();
    }

    @Test
    void recordsAreUnixLinesWithQuotesWhereTheyAreNeeded() throws IOException {
        List<List<String>> records = List.of(List.of("größe", "log, density", "a;b"), List.of("1,5", "say \"no\"", ""));
        assertEquals("größe,\"log, density\",\"a;b\"\n\"1,5\",\"say \"\"no\"\"\",\n", written(',', records));
        assertEquals("größe;log, density;\"a;b\"\n1,5;\"say \"\"no\"\"\";\n", written(';', records));
        assertEquals(written(',', records), written(' ', records), "an empty cell cannot be told among spaces");
    }

    @Test
    void numbersHaveNoExponentWhereDoubleNeedsNone() {
        assertEquals("30000.0", CsvOutput.text(3e4));
        assertEquals("0.00012", CsvOutput.text(1.2e-4));
        assertEquals("1.0E30", CsvOutput.text(1e30));
        assertEquals("-Infinity", CsvOutput.text(Double.NEGATIVE_INFINITY));
        assertEquals("1704070800000", Numerals.plain("1.7040708E12"));
    }

    @Property
    void whatIsWrittenIsRead(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int d) throws IOException {
        Random random = new Random(seed);
        double[][] rows = new double[2 + random.nextInt(2000)][d];
        List<String> names = new ArrayList<>();
        ReadOptions options = ReadOptions.standard();
        for (int j = 0; j < d; j++) {
            names.add("column;,\"" + j);
            options = options.with(names.get(j), ReadOptions.Kind.REAL);
        }
        List<List<String>> records = new ArrayList<>(List.of(names));
        for (double[] row : rows) {
            List<String> cells = new ArrayList<>();
            for (int j = 0; j < d; j++) {
                row[j] = random.nextGaussian() * Math.exp(3 * random.nextGaussian());
                cells.add(CsvOutput.text(row[j]));
            }
            records.add(cells);
        }
        Path file = Files.createTempFile("vflow", ".csv");
        try (OutputStream out = Files.newOutputStream(file)) {
            write(out, ',', records);
        }
        try {
            Table read = Table.read(CsvSource.of(file), options).table();
            assertEquals(names, read.columns());
            for (int i = 0; i < rows.length; i++) {
                assertArrayEquals(rows[i], read.rows().copyRow(i));
            }
        } finally {
            Files.delete(file);
        }
    }
}
