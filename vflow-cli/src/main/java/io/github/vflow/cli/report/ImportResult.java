package io.github.vflow.cli.report;

import io.github.vflow.cli.console.EnumWords;
import io.github.vflow.cli.console.Result;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.format.Printable;
import io.github.vflow.image.tensorflow.PublishedModel;
import io.github.vflow.image.tensorflow.PublishedWeights;
import java.nio.file.Path;
import java.util.List;

/**
 * The result of {@code vflow import}.
 *
 * @param checkpoint as the user names it
 * @param weights the values that became parameters
 * @param variables the number of variables that became parameters
 * @param parameters the number of scalars in them
 * @param training the number of variables that only serve training
 * @param leftOver the names of variables outside the graph of the model
 * @param model the file that was written
 */
public record ImportResult(
        Path checkpoint, String weights, int variables, int parameters, int training, List<String> leftOver, Path model)
        implements Result {
    private static final int SHOWN = 5;

    /** The facts of what was read. */
    public static ImportResult of(Path checkpoint, PublishedWeights weights, PublishedModel read, Path model) {
        return new ImportResult(
                checkpoint,
                EnumWords.of(weights),
                read.variables(),
                read.model().parameters().size(),
                read.training(),
                read.leftOver(),
                model);
    }

    @Override
    public String text() {
        return Text.format("%,d parameters in %,d variables (%s) of %s%n", parameters, variables, weights, checkpoint)
                + Text.format("left out: %s of training", Text.count(training, "variable"))
                + (leftOver.isEmpty() ? "" : ", and outside the model " + names())
                + "\nwrote " + model;
    }

    private String names() {
        List<String> first = leftOver.stream().limit(SHOWN).map(Printable::line).toList();
        int more = leftOver.size() - first.size();
        return String.join(", ", first) + (more == 0 ? "" : Text.format(" and %,d more", more));
    }
}
