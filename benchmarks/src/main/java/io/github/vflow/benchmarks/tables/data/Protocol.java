package io.github.vflow.benchmarks.tables.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Which rows are trained on, and which are tested (Livernoche et al. 2024, "On Diffusion Modeling for Anomaly Detection"). */
public enum Protocol {
    /** Train on a random half of the normal rows; test on the other half and all anomalies. */
    SEMI_SUPERVISED,
    /** Train on a bootstrap of all rows; test on all. */
    UNSUPERVISED,
    /** Train and test on the same rows, all of the table: which of them are odd? */
    TRANSDUCTIVE,
    /** Train and test as the owner of the table splits it: OddBench and OvRBench. */
    FIXED;

    private static final int ANOMALIES_KEPT = 1_000;
    private static final int FEWEST_ODD = 10;

    /**
     * The most rows of each part.
     *
     * @param train to train on
     * @param test to test on; at least 1,000 anomalies, or all, stay among them, but at most half of the cap
     */
    public record Caps(int train, int test) {
        /** Checks the numbers. */
        public Caps {
            if (train < 2 || test < 4) {
                throw new IllegalArgumentException("Caps: expected at least 2 training rows and 4 test rows but got "
                        + train + " and " + test + "; pass larger caps");
            }
        }
    }

    /** The word on the command line and in files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The protocol of a word.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Protocol of(String word) {
        return Arrays.stream(values())
                .filter(p -> p.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no protocol '" + word + "'; choose of "
                        + Arrays.stream(values()).map(Protocol::word).toList()));
    }

    /** A split of a table. The same table, seed and caps give the same split. */
    public Split split(LabelledTable table, long seed, Caps caps) {
        RandomGenerator random = new SplittableRandom(seed);
        int[] all = IntStream.range(0, table.rows().length).toArray();
        if (this == TRANSDUCTIVE) {
            int[] some = capped(table, all, caps.test, FEWEST_ODD, random);
            return Split.of(table, some, some);
        }
        int[][] parts = switch (this) {
            case SEMI_SUPERVISED -> {
                int[] normal = shuffled(Arrays.stream(all).filter(i -> !table.anomaly()[i]), random);
                int half = normal.length / 2;
                yield new int[][] {
                    Arrays.copyOf(normal, Math.min(half, caps.train)),
                    IntStream.concat(
                                    Arrays.stream(normal, half, normal.length),
                                    Arrays.stream(all).filter(i -> table.anomaly()[i]))
                            .toArray(),
                };
            }
            case UNSUPERVISED ->
                new int[][] {
                    random.ints(Math.min(all.length, caps.train), 0, all.length).toArray(), all,
                };
            case FIXED -> fixed(table, all, caps, random);
            case TRANSDUCTIVE -> throw new IllegalStateException("Protocol: its parts are the same");
        };
        return Split.of(table, parts[0], capped(table, parts[1], caps.test, ANOMALIES_KEPT, random));
    }

    private static int[][] fixed(LabelledTable table, int[] all, Caps caps, RandomGenerator random) {
        if (table.trained() == 0) {
            throw new IllegalArgumentException(table.name()
                    + ": the protocol fixed needs a table with training and test rows, as OddBench has them, but this"
                    + " one has no split; choose another protocol");
        }
        int[] train = shuffled(Arrays.stream(all).limit(table.trained()), random);
        return new int[][] {
            Arrays.copyOf(train, Math.min(train.length, caps.train)),
            Arrays.stream(all).skip(table.trained()).toArray(),
        };
    }

    private static int[] shuffled(IntStream rows, RandomGenerator random) {
        int[] mixed = rows.toArray();
        for (int i = mixed.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int row = mixed[i];
            mixed[i] = mixed[j];
            mixed[j] = row;
        }
        return mixed;
    }

    /**
     * At most some of the test rows.
     *
     * @param fewest the number of anomalies that stay among them, but at most half of the cap
     */
    private static int[] capped(LabelledTable table, int[] test, int cap, int fewest, RandomGenerator random) {
        if (test.length <= cap) {
            return test;
        }
        int[] anomalies = shuffled(Arrays.stream(test).filter(i -> table.anomaly()[i]), random);
        int[] normal = shuffled(Arrays.stream(test).filter(i -> !table.anomaly()[i]), random);
        int share = (int) Math.round((double) cap * anomalies.length / test.length);
        int kept = Math.min(Math.min(Math.max(share, fewest), Math.max(share, cap / 2)), anomalies.length);
        return IntStream.concat(
                        Arrays.stream(normal).limit(cap - kept),
                        Arrays.stream(anomalies).limit(kept))
                .toArray();
    }
}
