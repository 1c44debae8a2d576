package io.github.vflow.table.outlier;

import io.github.vflow.table.training.CheckpointFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of a search at rest: the checkpoint of the fold that trains, and a model file for each fold that is complete.
 *
 * @param training of the fold that trains; the other files lie beside its checkpoint
 * @param isResumed whether the search goes on from them
 */
public record FoldFiles(CheckpointFiles training, boolean isResumed) {
    /** The file of a complete fold. */
    public Path fold(int number) {
        return CheckpointFiles.beside(training.checkpoint(), "-fold-" + (number + 1));
    }

    /**
     * Removes the files of a search that is complete.
     *
     * @throws IOException if one cannot be removed
     */
    public void delete(int folds) throws IOException {
        Files.deleteIfExists(training.checkpoint());
        for (int k = 0; k < folds; k++) {
            Files.deleteIfExists(fold(k));
        }
    }
}
