package io.github.vflow.benchmarks.paper.images;

import io.github.vflow.benchmarks.results.Remaining;
import io.github.vflow.image.Images;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Scores test images under trained models, as far as a file has no scores.
 *
 * @param file of scores
 * @param training that stored the models
 * @param images for testing
 */
record ImageScoring(ImageScoreFile file, ImageTraining training, Images images) {
    /** What is to be scored. */
    private record Job(ImageRun run, int samples) {
        Remaining.Job work() {
            return new Remaining.Job(run.model(), samples);
        }
    }

    /**
     * Scores all models by each number of samples, few samples first.
     *
     * @param runs trainings whose models are there
     * @param progress gets a line for each model and number of samples
     * @return the scores of these runs, samples and images
     */
    List<ImageScores> run(List<ImageRun> runs, List<Integer> samples, Consumer<String> progress) throws IOException {
        List<Job> wanted = samples.stream()
                .sorted()
                .flatMap(s -> runs.stream().map(r -> new Job(r, s)))
                .toList();
        List<ImageScores> scores = new ArrayList<>(file.read().stream()
                .filter(s -> s.bits().size() == images.size() && wanted.contains(job(s)))
                .toList());
        List<Job> done = scores.stream().map(ImageScoring::job).toList();
        List<Job> left = wanted.stream().filter(j -> !done.contains(j)).toList();
        file.open();
        Remaining remaining = new Remaining();
        for (int i = 0; i < left.size(); i++) {
            Job job = left.get(i);
            ImageScores s = ImageScores.of(job.run, training.model(job.run), images, job.samples);
            file.add(s);
            scores.add(s);
            remaining.done(job.work(), s.seconds());
            double seconds = remaining
                    .seconds(left.subList(i + 1, left.size()).stream()
                            .map(Job::work)
                            .toList())
                    .orElseThrow();
            progress.accept((i + 1) + " of " + left.size() + ": " + line(s) + "; " + Remaining.text(seconds) + " left");
        }
        return scores;
    }

    private static Job job(ImageScores s) {
        return new Job(s.run(), s.samples());
    }

    private static String line(ImageScores s) {
        return String.format(
                Locale.ROOT,
                "%s, S = %,d: %.4f bits, %.1f effective samples, %.0f s",
                s.run(),
                s.samples(),
                s.mean().value(),
                s.effectiveSamples(),
                s.seconds());
    }
}
