package io.github.vflow.table.outlier;

import io.github.vflow.table.training.CheckpointFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of a search at rest: the checkpoint of the fold that trains, and a model file for each fold that is complete.
 *
 * @param checkpoint the file of the checkpoint; the others lie beside it
 * @param isKept whether every evaluation writes a checkpoint; else only a stop does
 * @param isResumed whether the search goes on from them
 */
public record FoldFiles(Path checkpoint, boolean isKept, boolean isResumed) {
    /** The file of a complete fold. */
    public Path fold(int number) {
        return CheckpointFiles.beside(checkpoint, "-fold-" + (number + 1));
    }

    /**
     * Removes the files of a search that is complete.
     *
     * @throws IOException if one cannot be removed
     */
    public void delete(int folds) throws IOException {
        Files.deleteIfExists(checkpoint);
        for (int k = 0; k < folds; k++) {
            Files.deleteIfExists(fold(k));
        }
    }
}
