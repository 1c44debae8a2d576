package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.table.source.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts that stand for missing cells in most tables, and are answers in others. */
final class AnswerWordsTest {
    private static final ReadOptions USUAL = ReadOptions.standard();

    @TempDir
    private Path dir;

    /** Rows of a number, and of the texts in turn. */
    private CsvSource file(String number, String... texts) throws IOException {
        StringBuilder lines = new StringBuilder("height,text\n");
        for (int i = 0; i < 120; i++) {
            lines.append(i % 12 == 5 ? number : String.valueOf(1.5 + i * i % 97 / 10.0))
                    .append(',')
                    .append(texts[i % texts.length])
                    .append('\n');
        }
        return CsvSource.of(Files.writeString(Files.createTempFile(dir, "t", ".csv"), lines));
    }

    private List<String> labels(String number, String... texts) throws IOException {
        return Table.read(file(number, texts), USUAL)
                .orThrow()
                .schema()
                .column("text")
                .labels();
    }

    /** MASS::survey: exercise is "None", and gaps are NA. */
    @Test
    void noneIsALabelBesideOthers() throws IOException {
        CsvSource survey = file("NA", "Freq", "None", "Some", "NA");
        Table.Reading reading = Table.read(survey, USUAL);
        assertEquals(
                List.of("Freq", "None", "Some"),
                reading.orThrow().schema().column("text").labels());
        assertTrue(
                reading.findings().stream()
                        .map(Finding::toString)
                        .toList()
                        .contains(
                                "column 2 (text) has the text \"None\" in 30 cells, which is a label; name it as a missing"
                                        + " text if it stands for no value"),
                () -> reading.findings().toString());
        assertEquals(30, reading.columns().get(1).missing());
    }

    @Test
    void aFrequentAnswerBesideOneOtherIsALabel() throws IOException {
        assertEquals(List.of("Minor", "None"), labels("", "None", "None", "None", "Minor"));
        assertEquals(List.of("-", "a", "b"), labels("1", "a", "b", "-"));
    }

    @Test
    void theMarkOfMissingNumbersIsNoLabel() throws IOException {
        assertEquals(List.of("a", "b"), labels("None", "a", "b", "None"));
        assertEquals(List.of("a", "b"), labels("-", "a", "b", "-", ""));
        assertEquals(List.of("a", "b"), labels("NA", "a", "b", "NA", ""));
    }

    @Test
    void wordsForUnknownAreLabelsBesideEmptyCellsOnly() throws IOException {
        assertEquals(List.of("EU", "NA"), labels("1", "EU", "NA", ""));
        assertEquals(List.of("AS", "EU"), labels("1", "EU", "NA", "AS"));
        assertEquals(List.of("n", "y"), labels("1", "n", "y", "?"));
        assertEquals(List.of("n", "y"), labels("1", "n", "y", "null", "NaN", ""));
    }

    @Test
    void aRareWordIsNoLabel() throws IOException {
        String[] texts = new String[30];
        IntStream.range(0, 30).forEach(i -> texts[i] = i == 3 ? "None" : i % 2 == 0 ? "a" : "b");
        assertEquals(List.of("a", "b"), labels("1", texts), "four cells");
        texts[9] = "None";
        assertEquals(List.of("None", "a", "b"), labels("1", texts), "eight cells");
    }

    @Test
    void aNamedTextIsMissing() throws IOException {
        ReadOptions named = USUAL.withMissing(Set.of("None"));
        CsvSource survey = file("1", "Freq", "None", "Some");
        assertEquals(
                List.of("Freq", "Some"),
                Table.read(survey, named).orThrow().schema().column("text").labels());
        Table usual = Table.read(survey, USUAL).orThrow();
        try (RecordReader records = RecordReader.open(survey, usual.schema(), named)) {
            assertTrue(Double.isNaN(records.next().get(1).row()[1]), "also under a schema with the label");
        }
        try (RecordReader records = RecordReader.open(survey, usual.schema(), USUAL)) {
            RecordReader.Entry row = records.next().get(1);
            assertEquals(1, row.row()[1]);
            assertFalse(records.findings().stream().anyMatch(f -> f.what().contains("missing")));
        }
    }

    @Test
    void mapsAreReadAsFilesAre() throws IOException {
        String[] texts = {"Freq", "None", "Some"};
        List<Map<String, @Nullable Object>> rows = IntStream.range(0, 120)
                .<Map<String, @Nullable Object>>mapToObj(i -> {
                    Map<String, @Nullable Object> row = new LinkedHashMap<>();
                    row.put("height", i % 12 == 5 ? 1.0 : 1.5 + i * i % 97 / 10.0);
                    row.put("text", texts[i % 3]);
                    return row;
                })
                .toList();
        Table table = Table.of(rows);
        assertEquals(
                List.of("Freq", "None", "Some"), table.schema().column("text").labels());
        assertEquals(1, table.rows().get(1, 1));
        assertEquals(Table.read(file("1.0", texts), USUAL).orThrow().rows(), table.rows());
    }
}
