package io.github.vflow.benchmarks.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToySessionTest {
    private static final Setting SHORT = new Setting(16, 2e-3, 3);
    private static final List<ToyRun> RUNS = new ToyGrid(List.of(2, 4), List.of(2), List.of(1L, 2L)).runs(SHORT);

    @TempDir
    Path directory;

    private ToyResultFile file(String name) {
        return new ToyResultFile(directory.resolve(name));
    }

    private static List<String> run(ToyResultFile file, int workers, List<ToyRun> runs) throws Exception {
        List<String> progress = new ArrayList<>();
        new ToySession(file, workers).run(runs, progress::add);
        return progress;
    }

    private static List<String> tests(ToyResultFile file) throws IOException {
        return file.read().stream()
                .map(r -> r.run() + " " + r.test().orElseThrow())
                .sorted()
                .toList();
    }

    @Test
    void whatIsThereIsNotTrainedAgain() throws Exception {
        ToyResultFile file = file("results.csv");
        assertEquals(2, run(file, 1, RUNS.subList(0, 2)).size());
        List<ToyResult> before = file.read();
        List<String> progress = run(file, 1, RUNS);
        assertEquals(2, progress.size());
        assertTrue(
                progress.getFirst()
                        .startsWith(
                                "1 of 2: Glow, 2 steps, batch 16, learning rate 0.002, 3 iterations," + " seed 2: -"),
                progress::toString);
        assertTrue(progress.getLast().endsWith("; 0 s left"), progress::toString);
        assertEquals(before, file.read().subList(0, 2));
        assertEquals(RUNS, file.read().stream().map(ToyResult::run).toList());
    }

    @Test
    void workersDoNotChangeResults() throws Exception {
        run(file("one.csv"), 1, RUNS);
        run(file("three.csv"), 3, RUNS);
        assertEquals(tests(file("one.csv")), tests(file("three.csv")));
    }

    @Test
    void aLineThatAKilledRunBeganIsTrainedAgain() throws Exception {
        ToyResultFile file = file("results.csv");
        run(file, 1, RUNS);
        String whole = Files.readString(file.path());
        Files.writeString(file.path(), whole.substring(0, whole.length() - 20));
        assertEquals(1, run(file, 1, RUNS).size());
        assertEquals(RUNS, file.read().stream().map(ToyResult::run).toList());
    }

    @Test
    void aTrainingThatIsThereTwiceCountsOnce() throws Exception {
        ToyResultFile file = file("results.csv");
        run(file, 1, RUNS.subList(0, 2));
        List<ToyResult> once = file.read();
        file.add(once.getFirst());
        assertEquals(once, file.read());
    }

    @Test
    void divergenceIsAResult() throws Exception {
        ToyResultFile file = file("results.csv");
        ToyRun wild = new ToyRun(2, 3, new Setting(16, 1e30, 50), 1);
        run(file, 1, List.of(wild, RUNS.getFirst()));
        ToyResult diverged = file.read().getFirst();
        assertTrue(diverged.test().isEmpty());
        assertTrue(diverged.note().contains("diverged"), diverged::note);
        assertEquals(2, file.read().size());
    }

    @Test
    void aStoredModelIsTheTrainedOne() throws IOException {
        ToyModels models = new ToyModels(directory.resolve("models"));
        ToyRun run = RUNS.get(1);
        ToyResult.Test trained = ToyTraining.result(run).test().orElseThrow();
        Model first = models.of(run);
        assertEquals(trained, ToyTraining.test(first));
        assertEquals(trained, ToyTraining.test(models.of(run)));
    }

    @Test
    void wrongNumbersAreRefused() {
        assertEquals(
                "ToySession: workers must be at least 1 but are 0",
                assertThrows(IllegalArgumentException.class, () -> new ToySession(file("x"), 0))
                        .getMessage());
        assertEquals(
                "ToyRun: a flow has at least 2 dimensions and 1 step, and a VFlow 2 steps, of which q has one, but got 4"
                        + " dimensions and 1 steps; ask for more",
                assertThrows(IllegalArgumentException.class, () -> new ToyRun(4, 1, SHORT, 1))
                        .getMessage());
    }
}
