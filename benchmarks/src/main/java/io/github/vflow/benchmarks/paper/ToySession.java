package io.github.vflow.benchmarks.paper;

import io.github.vflow.benchmarks.results.Remaining;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Trains what a file has no result of.
 *
 * @param file of results
 * @param workers trainings side by side, each on one thread
 */
record ToySession(ToyResultFile file, int workers) {
    ToySession {
        if (workers < 1) {
            throw new IllegalArgumentException("ToySession: workers must be at least 1 but are " + workers);
        }
    }

    /**
     * Trains and tests, and adds each result to the file at once.
     *
     * @param runs in the order in which they begin
     * @param progress gets a line for each result
     * @throws InterruptedException if the thread is interrupted; results so far stay
     */
    void run(List<ToyRun> runs, Consumer<String> progress) throws IOException, InterruptedException {
        List<ToyResult> there = file.read();
        Set<ToyRun> done = there.stream().map(ToyResult::run).collect(Collectors.toSet());
        List<ToyRun> left = new ArrayList<>(
                runs.stream().distinct().filter(r -> !done.contains(r)).toList());
        if (left.isEmpty()) {
            return;
        }
        file.open();
        Remaining remaining = new Remaining();
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            CompletionService<ToyResult> results = new ExecutorCompletionService<>(threads);
            left.forEach(run -> results.submit(() -> ToyTraining.result(run)));
            for (int i = 1, all = left.size(); i <= all; i++) {
                ToyResult result = results.take().get();
                file.add(result);
                left.remove(result.run());
                remaining.done(result.run().forTime(), result.seconds());
                progress.accept(i + " of " + all + ": " + line(result) + "; " + time(remaining, left) + " left");
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private String time(Remaining remaining, List<ToyRun> left) {
        double seconds =
                remaining.seconds(left.stream().map(ToyRun::forTime).toList()).orElse(Double.NaN);
        return Remaining.text(seconds / workers);
    }

    private static String line(ToyResult r) {
        String found = r.test()
                .map(t -> String.format(
                        Locale.ROOT,
                        "%.4f ± %.4f nats",
                        t.logLikelihood().value(),
                        t.logLikelihood().standardError()))
                .orElse(r.note());
        return String.format(Locale.ROOT, "%s: %s, %.1f + %.1f s", r.run(), found, r.trainSeconds(), r.testSeconds());
    }
}
