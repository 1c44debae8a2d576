package io.github.vflow.benchmarks.compare;

import io.github.vflow.benchmarks.Agreement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/** What the suites of a run share: who is there, how long to time, and where rows go. */
final class Session {
    private static final double SHORT = 1;
    private static final double LONG = 8;
    private static final double LONGEST = 40;

    private final Optional<OpenBlas> openBlas;
    private final List<Torch> torch;
    private final int threads;
    private final Clock clock;
    private final double seconds;
    private final Consumer<String> out;
    private final Contender peak = new FmaPeak().contender();
    private final List<Row> rows = new ArrayList<>();

    /**
     * A session.
     *
     * @param torch processes of PyTorch; rows on one thread need the first only
     * @param threads of rows on several
     * @param clock of rows on one thread
     * @param seconds how long a contender is timed in each row
     * @param out takes lines
     */
    Session(
            Optional<OpenBlas> openBlas,
            List<Torch> torch,
            int threads,
            Clock clock,
            double seconds,
            Consumer<String> out) {
        this.openBlas = openBlas;
        this.torch = List.copyOf(torch);
        this.threads = threads;
        this.clock = clock;
        this.seconds = seconds;
        this.out = out;
        peak.time(200, 1, Clock.WALL);
    }

    Optional<OpenBlas> openBlas() {
        return openBlas;
    }

    /** Their ways to do a piece of work; none without PyTorch. */
    List<Torch.Variant> torch(int threads, Function<Torch, Torch.Work> open) {
        return torch.stream()
                .limit(threads == 1 ? 1 : torch.size())
                .flatMap(t -> {
                    t.threads(threads);
                    return open.apply(t).ready().stream();
                })
                .toList();
    }

    int threads() {
        return threads;
    }

    /** As it stands at the end of a row's name. */
    String onThreads() {
        return onThreads(threads);
    }

    /** As it stands at the end of the name of a row on some threads. */
    static String onThreads(int threads) {
        return ", " + threads + (threads == 1 ? " thread" : " threads");
    }

    /** For kernels: they are compiled soon. */
    Duel duel() {
        return new Duel(peak, clock, SHORT, seconds);
    }

    /** For models on one thread: C2 comes to the last of hundreds of kernels after seconds. */
    Duel longDuel() {
        return new Duel(peak, clock, LONG, seconds);
    }

    /** For models on {@link #threads} threads; of several, none has the time that a call takes. */
    Duel threadsDuel() {
        return duel(threads);
    }

    /** For models of rows on some threads. */
    Duel duel(int threads) {
        return threads == 1 ? longDuel() : waitingDuel();
    }

    /** For models of images on {@link #threads} threads: a step is long, and C2 wants to see many. */
    Duel imagesDuel() {
        return new Duel(peak, threads == 1 ? clock : Clock.WALL, LONGEST, seconds);
    }

    /** For models that somebody waits for. */
    Duel waitingDuel() {
        return new Duel(peak, Clock.WALL, LONG, seconds);
    }

    void add(Row row) {
        rows.add(row);
        out.accept(Table.line(row));
    }

    List<Row> rows() {
        return List.copyOf(rows);
    }

    /** Each of their results must be ours, in the norm. */
    static void requireSame(String what, List<double[]> ours, List<double[]> theirs, double tolerance) {
        if (ours.size() != theirs.size()) {
            throw new IllegalStateException(what + ": " + ours.size() + " results against " + theirs.size());
        }
        for (int i = 0; i < ours.size(); i++) {
            double[] a = ours.get(i);
            double[] b = theirs.get(i);
            if (a.length != b.length) {
                throw new IllegalStateException(
                        what + ": result " + i + " has " + a.length + " numbers against " + b.length);
            }
            Agreement.require(what + ", result " + i, b, a, tolerance);
        }
    }

    static float[] uniform(int n, double from, double to, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] v = new float[n];
        for (int i = 0; i < n; i++) {
            v[i] = (float) random.nextDouble(from, to);
        }
        return v;
    }
}
