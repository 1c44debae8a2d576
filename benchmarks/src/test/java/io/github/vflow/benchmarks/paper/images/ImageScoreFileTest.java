package io.github.vflow.benchmarks.paper.images;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageScoreFileTest {
    private static final ImageRun RUN = new ImageRun(8, 1, 4, 30, 1, 8);
    private static final ImageScores FEW = new ImageScores(RUN, 64, 5.5, List.of(3.25, 3.5), 1);
    private static final ImageScores MANY = new ImageScores(RUN, 256, 20.5, List.of(3.125, 3.5), 4);

    @TempDir
    Path directory;

    private ImageScoreFile file() throws IOException {
        ImageScoreFile file = new ImageScoreFile(directory.resolve("scores.csv"));
        file.open();
        file.add(FEW);
        file.add(MANY);
        return file;
    }

    @Test
    void scoresThatAreThereTwiceCountOnce() throws IOException {
        ImageScoreFile file = file();
        file.add(FEW);
        assertEquals(List.of(FEW, MANY), file.read());
    }

    @Test
    void aLineThatAKilledRunBeganIsLeftOut() throws IOException {
        ImageScoreFile file = file();
        String whole = Files.readString(file.path());
        Files.writeString(file.path(), whole.substring(0, whole.length() - 4));
        assertEquals(List.of(FEW), file.read());
        file.open();
        file.add(MANY);
        assertEquals(List.of(FEW, MANY), file.read());
    }
}
