package io.github.vflow.cli.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.console.SpokenConsole;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.table.Outliers;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.view.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines and files of a search of odd rows by models of two steps. */
final class SearchWordsTest {
    private static final Recipe QUICK =
            Recipe.standard().withSteps(2).withFillSteps(2).withThreads(1).withArchitecture(RowSpec.of(2, 0, 1));

    @TempDir
    private Path dir;

    private static Table table(int rows) {
        SplittableRandom random = new SplittableRandom(1);
        double[][] numbers = new double[rows][];
        Arrays.setAll(numbers, _ -> new double[] {random.nextGaussian(), random.nextGaussian()});
        numbers[7][1] = 1e6;
        return Table.of(numbers, "a", "b");
    }

    private Optional<Outliers> search(SpokenConsole said, Table rows, Optional<View> by, boolean isResumed)
            throws IOException {
        try (StopSignal stop = new StopSignal()) {
            return new OddRowSearch(said.console(), stop, "t.csv", dir.resolve("c.safetensors"), isResumed)
                    .run(rows, QUICK, by, isResumed);
        }
    }

    @Test
    void aRefusedSearchNamesItsTable() {
        assertEquals(
                "t.csv: at least 20 rows with a known cell must tell what is normal but there are 19; give more rows",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> search(SpokenConsole.of(), table(19), Optional.empty(), false))
                        .getMessage());
    }

    @Test
    void aSearchLooksByTheViewThatIsAskedFor() throws IOException {
        SpokenConsole said = SpokenConsole.of();
        Table rows = table(400);
        Outliers found = search(said, rows, Optional.of(View.COLUMN), true).orElseThrow();
        assertEquals(400, found.verdicts().size());
        assertTrue(
                found.found().stream().flatMap(Optional::stream).allMatch(f -> f.view() == View.COLUMN),
                () -> found.found().toString());
        assertTrue(found.odd().length > 0, found::toString);
        assertTrue(
                Arrays.stream(found.odd())
                        .allMatch(i -> found.verdicts()
                                .get(i)
                                .orElseThrow()
                                .attribution()
                                .isEmpty()),
                "a model of whole rows tells no costs of columns");
        assertTrue(said.lines().contains("t.csv: training a model for each of 5 folds"), said.lines()::toString);
        assertTrue(said.lines().stream().noneMatch(l -> l.contains("stopped")), said.lines()::toString);
        try (Stream<Path> left = Files.list(dir)) {
            assertEquals(List.of(), left.toList());
        }
    }
}
