package io.github.vflow.table.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of a training on folds at rest: a checkpoint for each fold that trains, and a model file for each fold that is complete.
 *
 * @param checkpoint beside which they lie
 * @param isKept whether every evaluation and every complete fold is written; else only a stop writes
 * @param isResumed whether the training goes on from them
 */
public record FoldFiles(Path checkpoint, boolean isKept, boolean isResumed) {
    /** The checkpoint of a fold, from 0 on. */
    public Path checkpoint(int fold) {
        return CheckpointFiles.beside(checkpoint, "-fold-" + (fold + 1) + "-checkpoint");
    }

    /** The files of the training of a fold. */
    public CheckpointFiles training(int fold) {
        return new CheckpointFiles(checkpoint(fold), isKept);
    }

    /** The model file of a complete fold. */
    public Path fold(int fold) {
        return CheckpointFiles.beside(checkpoint, "-fold-" + (fold + 1));
    }

    /**
     * Removes the files of a training that is complete.
     *
     * @throws IOException if one cannot be removed
     */
    public void delete(int folds) throws IOException {
        for (int k = 0; k < folds; k++) {
            Files.deleteIfExists(checkpoint(k));
            Files.deleteIfExists(fold(k));
            training(k).deleteMembers();
        }
    }
}
