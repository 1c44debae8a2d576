package io.github.vflow.table.outlier;

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
    private static final String EXTENSION = ".safetensors";

    /** The file of a complete fold. */
    public Path fold(int number) {
        String name = String.valueOf(checkpoint.getFileName());
        String stem = name.endsWith(EXTENSION) ? name.substring(0, name.length() - EXTENSION.length()) : name;
        return checkpoint.resolveSibling(stem + "-fold-" + (number + 1) + EXTENSION);
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
