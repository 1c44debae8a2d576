package io.github.vflow.benchmarks.tables;

import io.github.vflow.benchmarks.results.Remaining;
import io.github.vflow.benchmarks.tables.data.LabelledTable;
import io.github.vflow.benchmarks.tables.data.Protocol;
import io.github.vflow.benchmarks.tables.data.Split;
import io.github.vflow.benchmarks.tables.method.MethodName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One run of the benchmark.
 *
 * @param file of results; a result that it has is not computed again
 * @param methods in this order
 * @param protocols in this order
 * @param seeds in this order
 * @param caps of the splits
 */
record Session(
        ResultFile file, List<MethodName> methods, List<Protocol> protocols, List<Long> seeds, Protocol.Caps caps) {
    /** A result that is not there yet; its work is (rows of both parts)·columns. */
    private record Job(Path table, Protocol protocol, long seed, MethodName method, double work) {
        Remaining.Job forTime() {
            return new Remaining.Job(method.word(), work);
        }

        Result.Key key() {
            return new Result.Key(LabelledTable.nameOf(table), protocol, seed, method.word());
        }
    }

    /**
     * Computes what is not there yet.
     *
     * @param progress gets a line for each result
     */
    void run(List<Path> tables, Consumer<String> progress) throws IOException {
        List<Result> there = file.read();
        requireCaps(there);
        file.open();
        Remaining remaining = new Remaining();
        there.forEach(r -> done(remaining, r));
        List<Job> jobs = jobs(tables, there);
        Optional<Prepared> prepared = Optional.empty();
        for (int i = 0; i < jobs.size(); i++) {
            Job job = jobs.get(i);
            // the jobs of a split follow each other
            if (prepared.filter(p -> p.isFor(job)).isEmpty()) {
                Split split = job.protocol.split(LabelledTable.read(job.table), job.seed, caps);
                prepared = Optional.of(new Prepared(job, split));
            }
            Result result = Result.of(job.key(), job.method.detector(), prepared.orElseThrow().split, caps);
            file.add(result);
            done(remaining, result);
            List<Remaining.Job> left =
                    jobs.subList(i + 1, jobs.size()).stream().map(Job::forTime).toList();
            progress.accept(String.format(
                    Locale.ROOT,
                    "%d of %d: %s; %s left",
                    i + 1,
                    jobs.size(),
                    line(result),
                    Remaining.text(remaining.seconds(left).orElse(Double.NaN))));
        }
    }

    private static void done(Remaining remaining, Result r) {
        double work = (double) (r.size().train() + r.size().test()) * r.size().columns();
        remaining.done(new Remaining.Job(r.key().method(), work), r.fitSeconds() + r.scoreSeconds());
    }

    /** The split of a job, which later ones can share. */
    private record Prepared(Job job, Split split) {
        boolean isFor(Job other) {
            return job.table.equals(other.table) && job.protocol == other.protocol && job.seed == other.seed;
        }
    }

    private void requireCaps(List<Result> there) throws IOException {
        for (Result r : there) {
            if (!r.size().caps().equals(caps)) {
                throw new IOException(file.path() + ": has results with "
                        + r.size().caps() + " but this run has " + caps + "; name another file or use the same caps");
            }
        }
    }

    private List<Job> jobs(List<Path> tables, List<Result> there) throws IOException {
        Set<Result.Key> done = there.stream().map(Result::key).collect(Collectors.toSet());
        List<Job> jobs = new ArrayList<>();
        for (Path path : tables) {
            double work = 0;
            for (Protocol protocol : protocols) {
                for (long seed : seeds) {
                    for (MethodName method : methods) {
                        Result.Key key = new Result.Key(LabelledTable.nameOf(path), protocol, seed, method.word());
                        if (!done.contains(key)) {
                            work = work > 0 ? work : work(LabelledTable.read(path));
                            jobs.add(new Job(path, protocol, seed, method, work));
                        }
                    }
                }
            }
        }
        return jobs;
    }

    private double work(LabelledTable table) {
        int n = table.rows().length;
        return (double) (Math.min(n / 2, caps.train()) + Math.min(n, caps.test())) * table.rows()[0].length;
    }

    private static String line(Result r) {
        String detection = r.detection()
                .map(d -> String.format(Locale.ROOT, "AUROC %.2f, AUPRC %.2f", 100 * d.auroc(), 100 * d.auprc()))
                .orElse("no result");
        String logProb = r.logProb()
                .map(m -> String.format(Locale.ROOT, ", %.3f ± %.3f nats", m.value(), m.standardError()))
                .orElse("");
        return String.format(
                Locale.ROOT,
                "%s, %s, seed %d, %s: %s%s, %.1f + %.1f s (%s)",
                r.key().table(),
                r.key().protocol().word(),
                r.key().seed(),
                r.key().method(),
                detection,
                logProb,
                r.fitSeconds(),
                r.scoreSeconds(),
                r.about());
    }
}
