package io.github.vflow.benchmarks.paper.images;

import io.github.vflow.benchmarks.results.Remaining;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Trains what a file has no result of, one model after the other.
 *
 * @param file of results
 * @param training of a model
 */
record ImageSession(ImageResultFile file, ImageTraining training) {
    /**
     * Trains, and adds each result to the file at once.
     *
     * @param runs in the order in which they begin
     * @param progress gets a line for each evaluation
     * @return the results of these runs whose training did not diverge
     */
    List<ImageResult> run(List<ImageRun> runs, Consumer<String> progress) throws IOException {
        Set<ImageRun> done = file.read().stream().map(ImageResult::run).collect(Collectors.toSet());
        List<ImageRun> left = runs.stream().filter(r -> !done.contains(r)).toList();
        file.open();
        Remaining remaining = new Remaining();
        for (int i = 0; i < left.size(); i++) {
            ImageRun run = left.get(i);
            String which = (i + 1) + " of " + left.size() + ": " + run;
            List<ImageRun> after = left.subList(i + 1, left.size());
            long[] last = {System.nanoTime()};
            ImageResult result = training.result(run, p -> {
                long now = System.nanoTime();
                remaining.done(run.work(ImageTraining.EVERY), (now - last[0]) * 1e-9);
                last[0] = now;
                progress.accept(which + ", " + line(p) + "; " + time(remaining, run, p.epoch(), after) + " left");
            });
            file.add(result);
            if (!result.isTrained()) {
                progress.accept(which + ": " + result.note());
            }
        }
        return file.read().stream()
                .filter(r -> r.isTrained() && runs.contains(r.run()))
                .toList();
    }

    private static String line(CurvePoint p) {
        return String.format(
                Locale.ROOT,
                "after %d: %.4f bits on training images, %.4f on held-out ones",
                p.epoch(),
                p.training(),
                p.validation());
    }

    private static String time(Remaining remaining, ImageRun run, int epoch, List<ImageRun> after) {
        List<Remaining.Job> jobs = new ArrayList<>();
        jobs.add(run.work(run.epochs() - epoch));
        after.forEach(r -> jobs.add(r.work(r.epochs())));
        return Remaining.text(remaining.seconds(jobs).orElse(Double.NaN));
    }
}
