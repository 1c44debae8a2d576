package io.github.vflow.table.training;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.nn.io.FileFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a training at rest: the checkpoint of the member that trains, and a model file for each member that is complete. A training on folds
 * has such files for each fold that trains, and a model file for each fold that is complete.
 *
 * @param checkpoint the file of the checkpoint; the others lie beside it
 * @param isKept whether every evaluation writes a checkpoint, and every complete fold its model; else only a stop does
 * @param areResumed whether a search or a training on folds goes on from its files
 */
public record CheckpointFiles(Path checkpoint, boolean isKept, boolean areResumed) {
    private static final String EXTENSION = ".safetensors";

    /** The files beside another checkpoint. */
    CheckpointFiles at(Path other) {
        return new CheckpointFiles(other, isKept, areResumed);
    }

    /** The files of the search of odd rows before a training. */
    CheckpointFiles ofSearch() {
        return at(beside(checkpoint, "-odd-rows"));
    }

    /** The files of the training of a fold, from 0 on. */
    CheckpointFiles ofFold(int fold) {
        return at(beside(checkpoint, "-fold-" + (fold + 1) + "-checkpoint"));
    }

    /** The model file of a complete fold. */
    Path fold(int fold) {
        return beside(checkpoint, "-fold-" + (fold + 1));
    }

    /**
     * Removes the files of a training on folds that is complete.
     *
     * @throws IOException if one cannot be removed
     */
    void deleteFolds(int folds) throws IOException {
        for (int k = 0; k < folds; k++) {
            Files.deleteIfExists(ofFold(k).checkpoint);
            Files.deleteIfExists(fold(k));
            ofFold(k).deleteMembers();
        }
    }

    /** The file of a complete member. */
    Path member(int number) {
        return beside(checkpoint, "-member-" + (number + 1));
    }

    /** Removes the files of complete members. */
    private void deleteMembers() throws IOException {
        String name = String.valueOf(member(0).getFileName());
        String stem = name.substring(0, name.lastIndexOf('1'));
        try (Stream<Path> files = Files.list(checkpoint.resolveSibling(""))) {
            for (Path file : files.toList()) {
                if (String.valueOf(file.getFileName()).startsWith(stem)) {
                    Files.delete(file);
                }
            }
        }
    }

    /** A file beside a checkpoint, with an ending after the name of the checkpoint. */
    static Path beside(Path checkpoint, String ending) {
        String name = String.valueOf(checkpoint.getFileName());
        String stem = name.endsWith(EXTENSION) ? name.substring(0, name.length() - EXTENSION.length()) : name;
        return checkpoint.resolveSibling(stem + ending + EXTENSION);
    }

    /** Writes the file of a complete member. */
    void saveMember(int number, MemberTraining.Trained member) throws IOException {
        new ModelFile(
                        member.model(),
                        List.of(),
                        Map.of(),
                        Scoring.standard(),
                        Optional.of(member.fitted().withoutTimes()),
                        Optional.empty())
                .save(member(number));
    }

    /**
     * Reads the file of a complete member.
     *
     * @throws NoSuchFileException if it is not there
     */
    MemberTraining.Trained loadMember(int number) throws IOException {
        Path file = member(number);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(
                    file.toString(),
                    null,
                    "member " + (number + 1) + " of the mixture, which " + checkpoint
                            + " goes on with, is not there; bring it back, or train anew");
        }
        ModelFile member = ModelFile.load(file);
        if (!(member.model() instanceof FlowModel flow) || member.fitted().isEmpty()) {
            throw new FileFormatException(
                    file + ": it must be a member of a mixture but is of another kind; train anew");
        }
        return new MemberTraining.Trained(flow, member.fitted().orElseThrow());
    }
}
