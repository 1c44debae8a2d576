import io.github.vflow.flow.train.Trainer;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Measures the parts of a default training of a CSV table of 1,000 rows or more on one thread, and prints its time on more threads: simulated from the
 * parts, and measured on two.
 *
 * <pre>
 *   java --add-modules jdk.incubator.vector FLAGS -cp 'vflow-cli/target/app/*' scripts/SimulatedThreads.java TABLE.csv
 * </pre>
 *
 * FLAGS are the three of docs/lab/performance.md, "The first seconds". A time is that of the shortest of four trainings in the JVM. A member goes to the
 * first idle thread, once the member from which it starts has ended. The simulation assumes that the density of missing cells takes half the time on two
 * threads or more, and that all else runs on one thread. It leaves out threads that help within a step, caches and memory.
 */
final class SimulatedThreads {
    private static final int TRAININGS = 4;

    private final List<Watch.Member> members = new ArrayList<>();
    private final Map<Integer, Double> seconds = new HashMap<>();
    private double begin;
    private double fill;
    private double end;

    private SimulatedThreads() {}

    public static void main(String[] args) throws Exception {
        Table table = Table.read(Path.of(args[0]));
        List<SimulatedThreads> all = new ArrayList<>();
        double two = Double.POSITIVE_INFINITY;
        for (int i = 0; i < TRAININGS; i++) {
            all.add(new SimulatedThreads());
            all.getLast().measure(table);
            long start = System.nanoTime();
            TableModel.fit(table, Recipe.standard().withThreads(2));
            two = Math.min(two, seconds(start));
        }
        SimulatedThreads parts = all.stream().min(Comparator.comparingDouble(p -> p.simulated(1))).orElseThrow();
        for (int threads : new int[] {1, 2, 4, 8, 16}) {
            double time = parts.simulated(threads);
            System.out.printf(Locale.ROOT, "%2d threads: %.2f s, %.2f times as fast%n", threads, time, parts.simulated(1) / time);
        }
        System.out.printf(Locale.ROOT, "measured on two: %.2f s, %.2f times as fast%n", two, parts.simulated(1) / two);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) * 1e-9;
    }

    private void measure(Table table) {
        long start = System.nanoTime();
        double[] at = new double[1];
        TableModel.fit(table, Recipe.standard().withThreads(1), new Watch() {
            @Override
            public Answer after(long step, Optional<Trainer.Progress> evaluated) {
                return Answer.GO_ON;
            }

            @Override
            public void on(Event event) {
                double now = seconds(start);
                switch (event) {
                    case Event.Started started -> {
                        ended(now - at[0]);
                        members.add(started.member());
                        at[0] = now;
                    }
                    case Event.FillStarted _ -> {
                        ended(now - at[0]);
                        at[0] = now;
                    }
                    case Event.Passed _ -> fill = now - at[0];
                    case Event.FoldsStarted _ -> throw new IllegalArgumentException("the table must have 1,000 rows or more, without folds");
                    default -> {}
                }
            }
        });
        end = seconds(start) - at[0] - fill;
    }

    /** The member that began last, or the preparation, has ended. */
    private void ended(double time) {
        if (members.isEmpty()) {
            begin = time;
        } else {
            seconds.put(members.getLast().number(), time);
        }
    }

    private double simulated(int threads) {
        double[] idleFrom = new double[threads];
        Map<Integer, Double> ends = new HashMap<>();
        for (Watch.Member member : members) {
            int thread = 0;
            for (int i = 1; i < threads; i++) {
                thread = idleFrom[i] < idleFrom[thread] ? i : thread;
            }
            double first = member.startsFrom(members).map(m -> ends.get(m.number())).orElse(0.0);
            idleFrom[thread] = Math.max(idleFrom[thread], first) + seconds.get(member.number());
            ends.put(member.number(), idleFrom[thread]);
        }
        double last = ends.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        return begin + last + fill / Math.min(threads, 2) + end;
    }
}
