package io.github.vflow.cli.training;

import io.github.vflow.cli.console.CommandLines;
import io.github.vflow.cli.console.Console;
import io.github.vflow.table.OutlierSearch;
import io.github.vflow.table.Outliers;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Searches the odd rows of a table for the user: shows progress, and loses no result.
 *
 * @param name of the data
 * @param checkpoint the value of {@code --checkpoint} in the command that goes on
 * @param files the checkpoint of the search; those of its folds lie beside it
 * @param isAsked whether the user asked for the checkpoint; else it is written if a signal stops the search
 */
public record OddRowSearch(
        Console console, StopSignal stop, String name, Path checkpoint, Path files, boolean isAsked) {
    /**
     * Searches. Empty if a signal stopped the search, after the files are written with which it can go on.
     *
     * @param isResumed whether it goes on from its files
     * @throws IllegalArgumentException if the table cannot be searched; the message begins with its name
     */
    public Optional<Outliers> run(Table rows, Recipe recipe, boolean isResumed) throws IOException {
        try (TableProgress progress =
                new TableProgress(console, stop, name, m -> "fold " + (m.number() + 1) + " of " + m.size())) {
            OutlierSearch search = OutlierSearch.of(rows).withRecipe(recipe).withWatch(progress);
            Optional<Outliers> found = (isResumed
                            ? search.resumed(files)
                            : isAsked ? search.withCheckpoint(files) : search.withCheckpointAtStop(files))
                    .run();
            if (found.isEmpty() && !progress.cannotCheckpoint()) {
                console.note("stopped; wrote %s", files);
                console.note("go on with: %s", resumeLine());
            }
            return found;
        } catch (IllegalArgumentException e) {
            throw TableSession.refused(name, e);
        }
    }

    private String resumeLine() {
        List<String> words = new ArrayList<>(console.words());
        words.removeAll(List.of("--resume"));
        if (!isAsked) {
            words.addAll(List.of("--checkpoint", checkpoint.toString()));
        }
        words.add("--resume");
        return CommandLines.of(words);
    }
}
