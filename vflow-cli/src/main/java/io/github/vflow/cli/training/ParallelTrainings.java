package io.github.vflow.cli.training;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.ProgressMeter;
import io.github.vflow.cli.console.Text;
import io.github.vflow.flow.train.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Trains several models for equally many steps under one progress meter, in parallel if there are threads. */
public final class ParallelTrainings {
    private ParallelTrainings() {}

    /** The training of one model; reports its progress. */
    public interface Training<T> {
        T run(Consumer<Progress> onProgress) throws Exception;
    }

    /**
     * Trains all models.
     *
     * @param names the names of the models for the progress meter
     */
    public static <T> List<T> train(
            Console console, int threads, long steps, List<String> names, List<? extends Training<T>> trainings)
            throws Exception {
        int n = trainings.size();
        long[] done = new long[n];
        String[] words = new String[n];
        Arrays.fill(words, "…");
        try (ProgressMeter meter = new ProgressMeter(console, "Training", 0, steps * n);
                ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, n))) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                int me = i;
                futures.add(pool.submit(() -> trainings.get(me).run(p -> {
                    synchronized (done) {
                        done[me] = p.step();
                        words[me] = names.get(me) + " " + Text.nats(p.trainBound());
                        meter.at(Arrays.stream(done).sum(), String.join(", ", words));
                    }
                })));
            }
            List<T> trained = new ArrayList<>();
            for (Future<T> f : futures) {
                trained.add(f.get());
            }
            return trained;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
