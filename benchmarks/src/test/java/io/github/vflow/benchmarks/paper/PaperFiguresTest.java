package io.github.vflow.benchmarks.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaperFiguresTest {
    @TempDir
    Path directory;

    private List<String> files(String figure, String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of(figure, "--out", directory.toString(), "--iterations", "2"));
        words.addAll(List.of(options));
        assertEquals(0, PaperFigures.command().execute(words.toArray(String[]::new)));
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void figure2HasOnePictureForEachBatch() throws IOException {
        assertEquals(List.of("figure2-batch-64.png", "models"), files("figure2", "--parts", "published"));
    }

    @Test
    void figure3HasResults() throws IOException {
        assertEquals(
                List.of("figure3.csv"),
                files("figure3", "--parts", "large,published", "--dimensions", "2,10", "--steps", "2", "--seeds", "1"));
        assertEquals(
                4, new ToyResultFile(directory.resolve("figure3.csv")).read().size());
    }

    @Test
    void figure4IsDrawnOfTheBestSeed() throws IOException {
        assertEquals(
                List.of("figure4-glow.png", "figure4-vflow.png", "figure4.csv", "models"),
                files("figure4", "--seeds", "1,2"));
        try (Stream<Path> models = Files.list(directory.resolve("models"))) {
            assertEquals(2, models.count());
        }
        assertTrue(new ToyResultFile(directory.resolve("figure4.csv"))
                .read().stream().allMatch(r -> r.test().isPresent()));
    }
}
