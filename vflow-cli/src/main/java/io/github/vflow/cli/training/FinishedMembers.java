package io.github.vflow.cli.training;

import io.github.vflow.cli.console.OutputFiles;
import io.github.vflow.flow.io.ModelFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The members of a mixture whose densities are trained. What a member still needs runs on other threads, while the next member trains. The files
 * of the members lie beside the checkpoint, so that a resumed run has them.
 */
public final class FinishedMembers implements AutoCloseable {
    private final Path checkpoint;
    private final ExecutorService threads;
    private final List<Future<ModelFile>> files = new ArrayList<>();

    /**
     * The members that were trained before a checkpoint.
     *
     * @param number how many they are
     * @throws IOException if the file of one is not there, or cannot be read
     */
    public FinishedMembers(Path checkpoint, int number) throws IOException {
        this.checkpoint = checkpoint;
        this.threads = Executors.newFixedThreadPool(2);
        for (int k = 0; k < number; k++) {
            Path file = fileOf(k);
            if (!Files.exists(file)) {
                throw new NoSuchFileException(
                        file.toString(),
                        null,
                        "member " + (k + 1) + " of the mixture, which " + checkpoint
                                + " goes on with, is not there; bring it back, or start anew without --resume");
            }
            files.add(CompletableFuture.completedFuture(ModelFile.load(file)));
        }
    }

    private Path fileOf(int member) {
        return OutputFiles.beside(checkpoint, "-member-" + (member + 1) + ".safetensors");
    }

    /** Adds a member, whose file the caller need not wait for. */
    public void add(Callable<ModelFile> member) {
        files.add(threads.submit(member));
    }

    /** Writes the files of the members, when they are complete. */
    public void save() throws IOException {
        List<ModelFile> complete = files();
        for (int k = 0; k < complete.size(); k++) {
            complete.get(k).save(fileOf(k));
        }
    }

    /**
     * The files of the members, when they are complete.
     *
     * @throws RuntimeException that of a member that could not be completed
     */
    public List<ModelFile> files() throws IOException {
        List<ModelFile> complete = new ArrayList<>();
        for (Future<ModelFile> file : files) {
            complete.add(await(file));
        }
        return complete;
    }

    private static ModelFile await(Future<ModelFile> file) throws IOException {
        try {
            return file.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("training was interrupted");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
