package io.github.vflow.serve.model;

import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.verdict.Alarm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The content of a model file.
 *
 * @param options how rows are read, with the texts of missing cells of the training
 * @param alarm judges rows; empty if the model has no calibration scores
 * @param scoring of the file, whose samples a score takes unless it is exact
 */
public record Loaded(TableModel model, ReadOptions options, Optional<Alarm> alarm, Scoring scoring) {
    /** Loads model files. */
    @FunctionalInterface
    public interface Loader {
        /**
         * Loads a file.
         *
         * @throws IOException if it is damaged, or cannot be read
         */
        Loaded load(Path file) throws IOException;
    }

    /** The scorer of all answers. */
    RecordScorer scorer() {
        RecordScorer plain = RecordScorer.of(model);
        return alarm.map(plain::withAlarm).orElse(plain);
    }
}
