package io.github.vflow.cli.report;

import io.github.vflow.cli.console.EnumWords;
import io.github.vflow.cli.console.Result;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.format.Printable;
import io.github.vflow.cli.model.ModelCost;
import io.github.vflow.cli.model.ModelDescription;
import io.github.vflow.flow.Spec;
import io.github.vflow.flow.io.ModelFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code vflow info}.
 *
 * @param model its file; null if the model does not exist yet
 * @param spec the architecture
 * @param columns of the training data; empty if they had no names
 * @param notes of the model file
 * @param parameters how many there are
 * @param parts the number of parameters of p and q, and of each of their steps
 * @param batch rows of a training batch
 * @param trainingMemory the memory of a training step, by the kind of {@code --memory}
 * @param samples importance samples of a score
 * @param scoringMemory the memory of a score
 * @param engine that would run it
 */
public record InfoResult(
        @Nullable Path model,
        Spec spec,
        List<String> columns,
        Map<String, String> notes,
        int parameters,
        Map<String, Integer> parts,
        int batch,
        Map<String, String> trainingMemory,
        int samples,
        String scoringMemory,
        String engine)
        implements Result {
    /** The facts of a model file and its cost. */
    public static InfoResult of(@Nullable Path path, ModelFile file, ModelCost cost, int batch, String engine) {
        Map<String, String> training = new LinkedHashMap<>();
        cost.training().forEach((memory, plan) -> training.put(EnumWords.of(memory), plan));
        return new InfoResult(
                path,
                file.model().spec().orElseThrow(),
                file.columns(),
                new TreeMap<>(file.notes()),
                file.model().parameters().size(),
                cost.parameters(),
                batch,
                training,
                cost.samples(),
                cost.scoring(),
                engine);
    }

    @Override
    public String text() {
        StringJoiner lines = new StringJoiner("\n");
        lines.add(ModelDescription.describe(model == null ? "model" : model.toString(), spec));
        if (!columns.isEmpty()) {
            lines.add("  columns     " + Printable.line(String.join(", ", columns)));
        }
        notes.forEach((k, v) -> lines.add(Text.format("  %-11s %s", Printable.line(k), Printable.line(v))));
        lines.add(Text.format("%,d parameters", parameters));
        parts.forEach((part, n) -> lines.add(Text.format("  %-11s %,d", part, n)));
        lines.add("memory");
        boolean isChoice = trainingMemory.size() > 1;
        trainingMemory.forEach((memory, plan) ->
                lines.add(Text.format("  training    batch of %d%s: %s", batch, isChoice ? ", " + memory : "", plan)));
        lines.add(Text.format("  scoring     a row with %d samples: %s", samples, scoringMemory));
        return lines.add("engine        " + engine).toString();
    }
}
