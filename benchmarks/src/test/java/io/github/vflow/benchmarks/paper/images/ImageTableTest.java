package io.github.vflow.benchmarks.paper.images;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ImageTableTest {
    private static final ImageRun FLOWPP = new ImageRun(8, 0, 6, 30, 1, 8);
    private static final ImageRun VFLOW = new ImageRun(8, 1, 4, 30, 1, 8);

    private static ImageResult result(ImageRun run, int parameters) {
        return new ImageResult(run, parameters, 50_000, List.of(new CurvePoint(30, 3.5, 3.625)), 1, "");
    }

    private static ImageScores scores(ImageRun run, int samples, double first) {
        return new ImageScores(run, samples, 2.5, List.of(first, first + 1, first + 2), 1);
    }

    @Test
    void rowsAreModelsAndPairs() {
        ImageTable table = new ImageTable(
                List.of(result(FLOWPP, 48_156), result(VFLOW, 50_104)),
                List.of(scores(FLOWPP, 64, 2), scores(VFLOW, 64, 1.75), scores(FLOWPP, 1024, 1.5)));
        assertEquals("""
                | model | F | B | parameters | seeds | ELBO, validation | bits, S = 64 | effective samples | bits, S = 1,024 | effective samples |
                |---|---|---|---|---|---|---|---|---|---|
                | 1-channel Flow++ | 8 | 6 | 48,156 | 1 | 3.6250 | 3.0000 | 2.5 | 2.5000 | 2.5 |
                | 2-channel VFlow | 8 | 4 | 50,104 | 1 | 3.6250 | 2.7500 | 2.5 | — | — |""", table.models());
        assertEquals("""
                | difference | S | bits | by seed |
                |---|---|---|---|
                | 2-channel VFlow − 1-channel Flow++ | 64 | −0.2500 ± 0.0000 (images) | −0.2500 ± 0.0000 |""", table.differences());
    }
}
