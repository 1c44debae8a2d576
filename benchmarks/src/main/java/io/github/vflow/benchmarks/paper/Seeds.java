package io.github.vflow.benchmarks.paper;

import io.github.vflow.flow.evaluation.Mean;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The log-likelihoods of one model with several seeds.
 *
 * @param mean over the seeds whose training did not diverge, in nats
 * @param diverged the number of seeds whose training diverged
 */
record Seeds(Mean mean, int diverged) {
    static Seeds of(List<ToyResult> results) {
        double[] values = results.stream()
                .filter(r -> r.test().isPresent())
                .mapToDouble(ToyResult::logLikelihood)
                .toArray();
        return new Seeds(Mean.of(values), results.size() - values.length);
    }

    /**
     * The result with the highest log-likelihood.
     *
     * @throws ArithmeticException if the training of all runs diverged
     */
    static ToyResult best(List<ToyResult> results, List<ToyRun> of) {
        return results.stream()
                .filter(r -> of.contains(r.run()) && r.test().isPresent())
                .max(Comparator.comparingDouble(ToyResult::logLikelihood))
                .orElseThrow(
                        () -> new ArithmeticException("the training of all of " + of + " diverged; name other seeds"));
    }

    /** The standard deviation between seeds, as the paper gives it; NaN of fewer than two. */
    double deviation() {
        return mean.standardError() * Math.sqrt((double) mean.count());
    }

    /** Such as {@code −3.65 ± 0.03 (5)}, with the number of seeds; a dash if there is none. */
    String text() {
        if (mean.count() == 0) {
            return diverged == 0 ? "—" : diverged + " diverged";
        }
        String value = mean.count() == 1
                ? String.format(Locale.ROOT, "%.3f", mean.value())
                : String.format(Locale.ROOT, "%.3f ± %.3f", mean.value(), deviation());
        String lost = diverged == 0 ? "" : ", " + diverged + " diverged";
        return value.replace('-', '−') + " (" + mean.count() + lost + ")";
    }

    /** Such as {@code −3.653 nats}. */
    static String nats(double value) {
        return String.format(Locale.ROOT, "%.3f nats", value).replace('-', '−');
    }
}
