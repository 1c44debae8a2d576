package io.github.vflow.cli.training;

import io.github.vflow.cli.console.OutputFiles;
import io.github.vflow.flow.io.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The members of a mixture that are trained. Their files lie beside the checkpoint, so that a resumed run has them. */
public final class FinishedMembers {
    private final Path checkpoint;
    private final List<ModelFile> files = new ArrayList<>();

    /**
     * The members that were trained before a checkpoint.
     *
     * @param number how many they are
     * @throws IOException if the file of one is not there, or cannot be read
     */
    public FinishedMembers(Path checkpoint, int number) throws IOException {
        this.checkpoint = checkpoint;
        for (int k = 0; k < number; k++) {
            Path file = fileOf(k);
            if (!Files.exists(file)) {
                throw new NoSuchFileException(
                        file.toString(),
                        null,
                        "member " + (k + 1) + " of the mixture, which " + checkpoint
                                + " goes on with, is not there; bring it back, or start anew without --resume");
            }
            files.add(ModelFile.load(file));
        }
    }

    private Path fileOf(int member) {
        return OutputFiles.beside(checkpoint, "-member-" + (member + 1) + ".safetensors");
    }

    /** Adds a member that is trained. */
    public void add(ModelFile file) {
        files.add(file);
    }

    /** Writes the files of the members. */
    public void save() throws IOException {
        for (int k = 0; k < files.size(); k++) {
            files.get(k).save(fileOf(k));
        }
    }

    /** The files of the members. */
    public List<ModelFile> files() {
        return List.copyOf(files);
    }
}
