package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.table.source.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Random and damaged files: cells come back as they were written, and no file causes another exception than a refusal. */
final class RandomFilesTest {
    private static final List<String> PIECES =
            List.of("a", "\"", ",", ";", "\t", "|", " ", "\n", "\r\n", "ö", "𝄞", "1", ".5", "-", "NA", "#");

    private static String cell(Random random) {
        StringBuilder text = new StringBuilder("x");
        for (int k = random.nextInt(6); k > 0; k--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static String quoted(String cell) {
        return "\"" + cell.replace("\"", "\"\"") + "\"";
    }

    @Property
    void quotedCellsComeBack(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int d, @ForAll @IntRange(min = 2, max = 9) int n)
            throws IOException {
        Random random = new Random(seed);
        char separator = ",;\t|".charAt(random.nextInt(4));
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            List<String> row = new ArrayList<>();
            for (int j = 0; j < d; j++) {
                row.add(cell(random));
            }
            rows.add(row);
        }
        String text = rows.stream()
                .map(row -> row.stream()
                        .map(RandomFilesTest::quoted)
                        .collect(Collectors.joining(String.valueOf(separator))))
                .collect(Collectors.joining("\n"));
        Path file = Files.createTempFile("random", ".csv");
        try {
            Files.writeString(file, text);
            CsvSource source = CsvSource.of(
                    file, CsvSource.Format.detect().withSeparator(separator).withHeader(false));
            List<List<String>> back = new ArrayList<>();
            try (RecordReader reader = RecordReader.open(
                    source,
                    new Schema(IntStream.rangeClosed(1, d)
                            .<Column>mapToObj(j -> Column.ignored("x" + j))
                            .toList()),
                    ReadOptions.standard())) {
                reader.next().forEach(e -> back.add(e.texts()));
            }
            assertEquals(rows, back);
        } finally {
            Files.delete(file);
        }
    }

    /** Bytes of a good file are changed, removed and repeated. */
    @Property(tries = 300)
    void damagedFilesAreReadOrRefused(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder("name,n,x,day\n");
        for (int i = 0; i < 20; i++) {
            text.append("\"a, ").append(i % 3).append("\",").append(i % 4).append(',');
            text.append(random.nextGaussian())
                    .append(",2024-01-")
                    .append(10 + i)
                    .append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        for (int k = random.nextInt(8); k > 0; k--) {
            bytes[random.nextInt(bytes.length)] = random.nextInt(3) == 0
                    ? (byte) random.nextInt(256)
                    : (byte) ",\n\";\"\t\r1#".charAt(random.nextInt(9));
        }
        Path file = Files.createTempFile("damaged", ".csv");
        try {
            Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
            Table.Reading r = Table.read(CsvSource.of(file), ReadOptions.standard());
            assertTrue(r.table().size() <= 40);
            for (Finding f : r.findings()) {
                assertTrue(f.toString().lines().count() == 1, f.toString());
            }
            Schema again = Schema.ofJson(r.table().schema().toJson());
            assertEquals(r.table().schema(), again);
            assertEquals(
                    r.table().rows(),
                    Table.read(CsvSource.of(file), again, ReadOptions.standard())
                            .table()
                            .rows());
        } catch (IOException e) {
            assertTrue(String.valueOf(e.getMessage()).contains(file.toString()), e.toString());
        } finally {
            Files.delete(file);
        }
    }
}
