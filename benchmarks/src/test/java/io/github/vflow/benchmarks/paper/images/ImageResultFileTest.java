package io.github.vflow.benchmarks.paper.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageResultFileTest {
    private static final List<CurvePoint> CURVE = List.of(new CurvePoint(2, 4.5, 4.25), new CurvePoint(4, 4, 4.125));
    private static final ImageResult FIRST =
            new ImageResult(new ImageRun(8, 0, 6, 4, 1, 8), 48_156, 50_000, CURVE, 12.5, "");
    private static final ImageResult DIVERGED =
            new ImageResult(new ImageRun(8, 1, 4, 4, 1, 8), 50_104, 50_000, List.of(), 1.5, "diverged by step 3");

    @TempDir
    Path directory;

    private ImageResultFile file;
    private Path curves;

    @BeforeEach
    void twoResults() throws IOException {
        file = new ImageResultFile(directory.resolve("table2.csv"));
        curves = directory.resolve("table2-curves.csv");
        file.open();
        file.add(FIRST);
        file.add(DIVERGED);
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        assertEquals(List.of(FIRST, DIVERGED), file.read());
        assertEquals(CURVE.getLast(), file.read().getFirst().best());
    }

    @Test
    void aCurveThatAKilledRunBeganIsReplaced() throws IOException {
        ImageRun killed = new ImageRun(8, 2, 2, 4, 1, 8);
        Files.writeString(curves, Files.readString(curves) + "8,2,2,4,1,8,2,9.5,9.5\n8,2,2,4,1,8,4,9.");
        assertEquals(List.of(FIRST, DIVERGED), file.read());
        ImageResult again = new ImageResult(killed, 48_884, 50_000, CURVE, 12.5, "");
        file.open();
        file.add(again);
        assertEquals(List.of(FIRST, DIVERGED, again), file.read());
    }

    @Test
    void aTrainingWithoutItsCurveIsRefused() throws IOException {
        Files.delete(curves);
        assertEquals(
                file.path() + ", line 2: the file of curves has no point of " + FIRST.run() + "; remove the line",
                assertThrows(IOException.class, file::read).getMessage());
    }
}
