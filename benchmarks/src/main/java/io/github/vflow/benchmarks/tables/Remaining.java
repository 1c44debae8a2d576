package io.github.vflow.benchmarks.tables;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** How long what is left will take: each method's seconds are taken as proportional to (rows of both parts)·columns. */
final class Remaining {
    /** Work and seconds of a method so far. */
    private record Spent(double work, double seconds) {
        static final Spent NOTHING = new Spent(0, 0);

        Spent plus(Spent other) {
            return new Spent(work + other.work, seconds + other.seconds);
        }
    }

    /**
     * Something to be done.
     *
     * @param method its word
     * @param work rows·columns
     */
    record Job(String method, double work) {}

    private final Map<String, Spent> spent = new HashMap<>();

    /** Learns from a result. */
    void done(Result r) {
        double work = (double) (r.size().train() + r.size().test()) * r.size().columns();
        spent.merge(r.key().method(), new Spent(work, r.fitSeconds() + r.scoreSeconds()), Spent::plus);
    }

    /** The seconds of jobs. A method without a result is taken as the mean of the others; empty while there is no result at all. */
    OptionalDouble seconds(List<Job> jobs) {
        Spent all = spent.values().stream().reduce(Spent.NOTHING, Spent::plus);
        if (all.work == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(jobs.stream()
                .mapToDouble(job -> {
                    Spent s = spent.getOrDefault(job.method, all);
                    return job.work * s.seconds / s.work;
                })
                .sum());
    }

    /** Such a time for people. */
    static String text(double seconds) {
        if (seconds < 90) {
            return String.format(Locale.ROOT, "%.0f s", seconds);
        }
        return seconds < 5_400
                ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                : String.format(Locale.ROOT, "%.1f h", seconds / 3_600);
    }
}
