package io.github.vflow.benchmarks.results;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** How long what is left will take: the seconds of jobs of one kind are taken as proportional to their work. Not thread-safe. */
public final class Remaining {
    /** Work and seconds of a kind so far. */
    private record Spent(double work, double seconds) {
        static final Spent NOTHING = new Spent(0, 0);

        Spent plus(Spent other) {
            return new Spent(work + other.work, seconds + other.seconds);
        }
    }

    /**
     * Something to be done.
     *
     * @param kind of jobs whose seconds are proportional to their work
     * @param work in any unit, the same for all kinds
     */
    public record Job(String kind, double work) {}

    private final Map<String, Spent> spent = new HashMap<>();

    /** Learns from a job that is done. */
    public void done(Job job, double seconds) {
        spent.merge(job.kind, new Spent(job.work, seconds), Spent::plus);
    }

    /** The seconds of jobs, one after the other. A kind without a result is taken as the mean of the others; empty while there is no result at all. */
    public OptionalDouble seconds(List<Job> jobs) {
        Spent all = spent.values().stream().reduce(Spent.NOTHING, Spent::plus);
        if (all.work == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(jobs.stream()
                .mapToDouble(job -> {
                    Spent s = spent.getOrDefault(job.kind, all);
                    return job.work * s.seconds / s.work;
                })
                .sum());
    }

    /** Such a time for people. */
    public static String text(double seconds) {
        if (seconds < 90) {
            return String.format(Locale.ROOT, "%.0f s", seconds);
        }
        return seconds < 5_400
                ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                : String.format(Locale.ROOT, "%.1f h", seconds / 3_600);
    }
}
