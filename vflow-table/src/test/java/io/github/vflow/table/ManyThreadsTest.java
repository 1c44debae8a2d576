package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.density.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One model and many threads: each score has the bits of the first. */
final class ManyThreadsTest {
    private static final int THREADS = Boolean.getBoolean("vflow.nightly") ? 500 : 100;
    private static final int SCORES = 64;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void virtualThreadsInAnyOrderGetTheSameBits(boolean isVFlow) throws InterruptedException, ExecutionException {
        TableModel model = isVFlow ? Tables.vflow() : Tables.model();
        double[][] rows = Tables.rows(200, 12);
        double[] first = model.logProb(rows);
        double[][] drawn = model.sample(5, 3);
        List<Future<Integer>> others = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int t = 0; t < THREADS; t++) {
                int thread = t;
                others.add(threads.submit(() -> {
                    Random random = new Random(thread);
                    int wrong = 0;
                    for (int i = 0; i < SCORES; i++) {
                        int row = random.nextInt(rows.length);
                        wrong += model.logProb(rows[row]) == first[row] ? 0 : 1;
                    }
                    return wrong + (model.sample(1, 3)[0][0] == drawn[0][0] ? 0 : 1);
                }));
            }
        }
        for (Future<Integer> f : others) {
            assertEquals(0, f.get());
        }
    }

    @org.junit.jupiter.api.Test
    void aPoolKeepsNoMoreThanItHasPlacesFor() {
        List<Integer> made = new ArrayList<>();
        Pool<Integer> pool = new Pool<>(() -> {
            made.add(made.size());
            return made.getLast();
        });
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            taken.add(pool.take());
        }
        assertEquals(1_000, taken.stream().distinct().count(), "no two borrowers share one");
        taken.forEach(pool::giveBack);
        for (int i = 0; i < 1_000; i++) {
            pool.take();
        }
        int kept = 2_000 - made.size();
        assertTrue(kept >= 1 && kept <= 4 * Runtime.getRuntime().availableProcessors(), "kept " + kept);
    }
}
