package io.github.vflow.cli.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.console.SpokenConsole;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A signal before the first step ends: files at rest, words that say how to go on, and no model. */
final class StoppedTest {
    private static final Recipe RECIPE = Recipe.standard()
            .withSteps(3)
            .withFillSteps(1)
            .withNoise(0.0)
            .withCalibration(0)
            .withThreads(1);

    @TempDir
    private Path dir;

    private final SpokenConsole said = SpokenConsole.of();

    private static Table table() {
        SplittableRandom random = new SplittableRandom(1);
        double[][] numbers = new double[120][];
        Arrays.setAll(numbers, _ -> new double[] {random.nextDouble(), random.nextDouble()});
        return Table.of(numbers, "a", "b");
    }

    private String last(int fromEnd) {
        List<String> lines = said.lines();
        return lines.get(lines.size() - 1 - fromEnd);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTrainingLeavesItsCheckpoint(boolean isNamed) throws IOException {
        Path file = dir.resolve("m.safetensors");
        Path checkpoint = dir.resolve(isNamed ? "c.safetensors" : "m-checkpoint.safetensors");
        try (StopSignal stop = new StopSignal()) {
            stop.ask();
            TableSession session = new TableSession(said.console(), stop, "t.csv", file, isNamed ? checkpoint : null);
            assertEquals(Optional.empty(), session.train(TableTraining.of(table(), RECIPE)));
        }
        assertTrue(Files.exists(checkpoint));
        assertFalse(Files.exists(file));
        assertEquals("stopped at step 1 of 3; wrote " + checkpoint, last(1));
        assertTrue(last(0).startsWith("go on with: ") && last(0).contains(checkpoint.toString()), last(0));
        assertEquals(
                3,
                TableTraining.resume(table(), checkpoint)
                        .run()
                        .fitted()
                        .orElseThrow()
                        .history()
                        .getLast()
                        .step());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSearchLeavesItsFiles(boolean isNamed) throws IOException {
        Path checkpoint = dir.resolve("c");
        try (StopSignal stop = new StopSignal()) {
            stop.ask();
            OddRowSearch search = new OddRowSearch(said.console(), stop, "t.csv", checkpoint, isNamed);
            assertEquals(Optional.empty(), search.run(table(), RECIPE, Optional.empty(), false));
        }
        try (var files = Files.list(dir)) {
            assertTrue(files.anyMatch(f -> f.getFileName().toString().startsWith("c")));
        }
        assertEquals("stopped; wrote the checkpoint beside " + checkpoint, last(1));
        assertTrue(last(0).startsWith("go on with: ") && last(0).endsWith("--resume"), last(0));
        assertEquals(!isNamed, last(0).contains("--checkpoint " + checkpoint));
    }

    @Test
    void aSearchBeforeATrainingSaysSo() throws IOException {
        Path checkpoint = dir.resolve("c.safetensors");
        try (StopSignal stop = new StopSignal()) {
            stop.ask();
            TableSession session =
                    new TableSession(said.console(), stop, "t.csv", dir.resolve("m.safetensors"), checkpoint);
            assertEquals(Optional.empty(), session.train(TableTraining.of(table(), RECIPE.withoutOddRows())));
        }
        assertEquals("stopped; wrote the checkpoint of the search of odd rows beside " + checkpoint, last(1));
        assertTrue(last(0).startsWith("go on with: ") && last(0).endsWith("--resume"), last(0));
        assertFalse(last(0).contains("--checkpoint"), last(0));
    }

    @Test
    void aSignalIsAskedOnce() {
        StopSignal stop = new StopSignal();
        assertFalse(stop.isAsked());
        stop.ask();
        assertTrue(stop.isAsked());
        stop.close();
        StopSignal quiet = new StopSignal();
        quiet.close();
        quiet.close();
        assertFalse(quiet.isAsked());
    }
}
