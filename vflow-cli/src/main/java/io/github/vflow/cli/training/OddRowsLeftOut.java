package io.github.vflow.cli.training;

import io.github.vflow.cli.console.Text;
import io.github.vflow.table.Outliers;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.training.CheckpointFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table without the rows that a search finds odd, to train on. A note of the checkpoint keeps their numbers, so a training that goes on need not
 * search again.
 *
 * @param table the other rows
 * @param odd the numbers of the rows that are left out, from 0 on, ascending
 */
public record OddRowsLeftOut(Table table, int[] odd) {
    private static final String NOTE = "odd rows";

    /** The checkpoint of the search, beside that of the training. */
    public static Path searchFile(Path checkpoint) {
        return CheckpointFiles.beside(checkpoint, "-odd-rows");
    }

    /** Searches; empty if a signal stopped the search. */
    public static Optional<OddRowsLeftOut> of(OddRowSearch search, Table table, Recipe recipe, boolean isResumed)
            throws IOException {
        Optional<Outliers> found = search.run(table, recipe, isResumed);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        int[] odd = Arrays.stream(found.get().odd()).sorted().toArray();
        search.console()
                .note(
                        "%s: %,d of %s %s odd and left out",
                        search.name(), odd.length, Text.count(table.size(), "row"), odd.length == 1 ? "is" : "are");
        return Optional.of(new OddRowsLeftOut(found.get().clean(), odd));
    }

    /** The note for a checkpoint. */
    public Map<String, String> notes() {
        return Map.of(NOTE, Arrays.stream(odd).mapToObj(Integer::toString).collect(Collectors.joining(" ")));
    }

    /**
     * A table without the rows that the notes of a checkpoint name; the table as it is if they name none. Words that are no numbers are
     * skipped: the table is then another than that of the checkpoint, which is refused where training goes on.
     */
    public static Table without(Map<String, String> notes, Table table) {
        int[] odd = Arrays.stream(notes.getOrDefault(NOTE, "").split(" "))
                .filter(word -> word.matches("[0-9]{1,9}"))
                .mapToInt(Integer::parseInt)
                .toArray();
        return table.select(IntStream.range(0, table.size())
                .filter(i -> Arrays.binarySearch(odd, i) < 0)
                .toArray());
    }
}
