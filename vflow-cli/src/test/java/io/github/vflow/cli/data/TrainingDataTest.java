package io.github.vflow.cli.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.SpokenConsole;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.CsvSource;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Data of a training, and the notes by which a table is read again. */
final class TrainingDataTest {
    private static String damaged(Executable action) {
        return String.valueOf(assertThrows(FileFormatException.class, action).getMessage());
    }

    @Test
    void aFormatIsReadAgainFromItsNotes() throws FileFormatException {
        CellFormat format = new CellFormat(
                new CsvSource.Format(Optional.of(';'), Optional.of(false)),
                Optional.of(Set.of("x", "a")),
                Optional.of(','),
                false);
        assertEquals(
                Map.of("missing", "[\"a\",\"x\"]", "header", "false", "separator", ";", "decimal", ","),
                format.notes());
        assertEquals(format, CellFormat.of(format.notes(), "c"));
        CellFormat usual = CellFormat.of(Map.of("separator", ";;", "decimal", "x"), "c");
        assertEquals(
                new CellFormat(
                        new CsvSource.Format(Optional.empty(), Optional.empty()),
                        Optional.empty(),
                        Optional.empty(),
                        false),
                usual);
        assertEquals(Map.of(), usual.notes());
        assertEquals(format.missing(), usual.orMissingOf(format.notes(), "m").missing());
        assertEquals(
                Optional.of(Set.of("a", "x")),
                format.orMissingOf(Map.of("missing", "[\"b\"]"), "m").missing());
        assertEquals(
                "m: the note \"missing\" must be a list of texts; the file is damaged",
                damaged(() -> usual.orMissingOf(Map.of("missing", "x"), "m")));
    }

    @Test
    void aFormatChangesTheOptionsOfTheReader() {
        CsvSource.Format csv = new CsvSource.Format(Optional.empty(), Optional.empty());
        ReadOptions standard = ReadOptions.standard();
        assertEquals(standard, new CellFormat(csv, Optional.empty(), Optional.empty(), false).options());
        assertEquals(
                standard.withMissing(Set.of("x")).withPoint(',').strictly(),
                new CellFormat(csv, Optional.of(Set.of("x")), Optional.of(','), true).options());
    }

    @Test
    void aNewColumnHasANameOfItsOwn() {
        Path t = Path.of("t");
        SpokenConsole spoken = SpokenConsole.of();
        Console console = spoken.console();
        assertEquals(List.of(), ModelTable.newNames(console, t, List.of("a", "b"), List.of()));
        assertEquals(List.of("c"), ModelTable.newNames(console, t, List.of("a", "b"), List.of("c")));
        assertEquals(List.of(), spoken.lines());
        assertEquals(
                List.of("c", "vflow_vflow_b"),
                ModelTable.newNames(console, t, List.of("a", "b", "vflow_b"), List.of("c", "b")));
        assertEquals(List.of("t: there is a column b already, so the added one is vflow_vflow_b"), spoken.lines());
        assertEquals(
                "t: there is a column b already; rename or remove it",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ModelTable.newNames(console, t, List.of("a", "b"), List.of("b", "a")))
                        .getMessage());
    }

    @Test
    void aToyIsDrawnAnew() throws NoSuchFileException {
        ToyData toy = TrainingData.toy("moons", 0.1, 5);
        assertEquals(new ToyData(ToyDensity.MOONS, true, 5), toy);
        assertFalse(TrainingData.toy("moons", 0, 5).hasValidation());
        assertEquals(Optional.empty(), TrainingData.toy("moons", 0, 5).validation());
        assertEquals("moons", toy.name());
        assertEquals(2, toy.features());
        assertEquals(0, toy.size());
        assertEquals("fresh points for each batch", toy.description());
        assertEquals(2, toy.batches(1).width());
        assertFalse(TrainingData.isToy("suns"));
        assertTrue(String.valueOf(assertThrows(NoSuchFileException.class, () -> TrainingData.toy("suns", 0, 1))
                        .getReason())
                .startsWith("it is no toy density; the toys are "));
    }

    @Test
    void digitsAreSplitOnceForTrainingAndTest() throws IOException {
        assertEquals(1_500, ImageTrainingData.read("digits", 0, 0).size());
        assertEquals(297, ImageTrainingData.read("digits-test", 0, 0).size());
        ImageTrainingData all = ImageTrainingData.named("digits", 0, 0, 0, 1);
        assertEquals(1_500, all.size());
        assertEquals(Optional.empty(), all.validation());
        assertEquals("1,500 images 8 × 8 × 1 of 17 levels, 0 of them for validation", all.description());
        ImageTrainingData data = ImageTrainingData.named("digits", 10, 1, 0.1, 1);
        assertEquals(1_350, data.size());
        assertEquals(25, data.features());
        assertEquals(10, data.classes());
        assertTrue(
                data.description().startsWith("1,500 images 5 × 5 × 1 of ")
                        && data.description().endsWith("150 of them for validation"),
                data::description);
        assertEquals(25, data.validation().orElseThrow().features());
        assertEquals(25, data.batches(1).width());
        ImageTrainingData labelled = data.labelled();
        assertEquals(26, labelled.batches(1).width());
        assertEquals(26, labelled.validation().orElseThrow().features());
    }

    @Test
    void imagesThatCannotBeReadAreRefused() {
        assertEquals(
                "neither a file nor a folder; images that are always here are digits, digits-test",
                assertThrows(NoSuchFileException.class, () -> ImageTrainingData.read("faces", 0, 0))
                        .getReason());
        assertTrue(String.valueOf(
                        assertThrows(IllegalArgumentException.class, () -> ImageTrainingData.read("digits", 4, 0))
                                .getMessage())
                .startsWith("--pad 4: "));
        assertTrue(String.valueOf(
                        assertThrows(IllegalArgumentException.class, () -> ImageTrainingData.read("digits", 0, 9))
                                .getMessage())
                .startsWith("--halve 9: "));
    }
}
