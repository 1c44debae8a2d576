package io.github.vflow.cli.training;

import io.github.vflow.cli.console.CommandLines;
import io.github.vflow.cli.console.Console;
import io.github.vflow.table.OutlierSearch;
import io.github.vflow.table.Outliers;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.view.View;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Searches the odd rows of a table for the user: shows progress, and loses no result.
 *
 * @param name of the data
 * @param checkpoint beside which the files of the folds lie
 * @param isAsked whether the user asked for the checkpoint; else it is written if a signal stops the search
 */
public record OddRowSearch(Console console, StopSignal stop, String name, Path checkpoint, boolean isAsked) {
    /**
     * Searches. Empty if a signal stopped the search, after the files are written with which it can go on.
     *
     * @param by the only view; empty for all
     * @param isResumed whether it goes on from its files
     * @throws IllegalArgumentException if the table cannot be searched; the message begins with its name
     */
    public Optional<Outliers> run(Table rows, Recipe recipe, Optional<View> by, boolean isResumed) throws IOException {
        try (TableProgress progress =
                new TableProgress(console, stop, name, m -> "fold " + (m.number() + 1) + " of " + m.size())) {
            OutlierSearch all = OutlierSearch.of(rows).withRecipe(recipe).withWatch(progress);
            OutlierSearch search = by.map(all::by).orElse(all);
            Optional<Outliers> found = (isResumed
                            ? search.resumed(checkpoint)
                            : isAsked ? search.withCheckpoint(checkpoint) : search.withCheckpointAtStop(checkpoint))
                    .run();
            if (found.isEmpty() && !progress.cannotCheckpoint()) {
                console.note("stopped; wrote the checkpoint beside %s", checkpoint);
                console.note("go on with: %s", resumeLine(console, isAsked ? null : checkpoint));
            }
            return found;
        } catch (IllegalArgumentException e) {
            throw TableSession.refused(name, e);
        }
    }

    /**
     * The command that goes on.
     *
     * @param checkpoint to name; null if the user named it
     */
    static String resumeLine(Console console, @Nullable Path checkpoint) {
        List<String> words = new ArrayList<>(console.words());
        words.removeAll(List.of("--resume"));
        if (checkpoint != null) {
            words.addAll(List.of("--checkpoint", checkpoint.toString()));
        }
        words.add("--resume");
        return CommandLines.of(words);
    }
}
