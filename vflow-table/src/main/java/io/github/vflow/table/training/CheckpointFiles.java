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
 * The files of a training at rest: the checkpoint of the member that trains, and a model file for each member that is complete.
 *
 * @param checkpoint the file of the checkpoint; the others lie beside it
 * @param isKept whether every evaluation writes a checkpoint; else only a stop does
 */
public record CheckpointFiles(Path checkpoint, boolean isKept) {
    private static final String EXTENSION = ".safetensors";

    /** The file of a complete member. */
    Path member(int number) {
        return beside(checkpoint, "-member-" + (number + 1));
    }

    /** Removes the files of complete members. */
    void deleteMembers() throws IOException {
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
    public static Path beside(Path checkpoint, String ending) {
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
