package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.RowSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Few rows are scored one element at a time and many with vectors; both have the same bits. */
final class FewRowsTest {
    @TempDir
    private Path dir;

    @Test
    void aRowHasTheSameScoreAloneAndAmongMany() throws IOException {
        Path model = dir.resolve("m.safetensors");
        new ModelFile(Models.of(RowSpec.of(3, 1, 2), 4), List.of(), Map.of()).save(model);
        List<String> lines = Files.readAllLines(Tables.write(dir.resolve("many.csv"), 30, 3));
        List<String> many = Run.vflow("score", model, dir.resolve("many.csv"))
                .ok()
                .out()
                .lines()
                .toList();
        for (int rows : new int[] {1, 8, 9}) {
            Path few = Files.write(dir.resolve("few.csv"), lines.subList(0, 1 + rows));
            List<String> scored =
                    Run.vflow("score", model, few).ok().out().lines().toList();
            assertEquals(many.subList(0, 1 + rows), scored);
        }
    }
}
