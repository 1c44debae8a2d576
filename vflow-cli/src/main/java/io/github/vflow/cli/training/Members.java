package io.github.vflow.cli.training;

import io.github.vflow.cli.data.CheckpointNotes;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.nn.io.FileFormatException;
import java.util.List;
import java.util.Map;

/**
 * The trainings whose results are mixed: each seed with each noise.
 *
 * @param noise on training rows, in standard deviations of the columns
 * @param seeds how many seeds follow one another
 * @param seed the first
 * @param number of the training that runs, from 0 on
 */
public record Members(List<Double> noise, int seeds, long seed, int number) {
    private static final String NOISE = "noise";
    private static final String SEEDS = "ensemble";
    private static final String NUMBER = "member";
    private static final double MOST_NOISE = 10;
    private static final int MOST = 10_000;

    /** Copies the list. */
    public Members {
        noise = List.copyOf(noise);
    }

    /** A training alone. */
    static Members one(long seed) {
        return new Members(List.of(0.0), 1, seed, 0);
    }

    /** The members of a checkpoint; one alone for a checkpoint of an earlier version. */
    static Members of(CheckpointNotes notes, long planSeed) throws FileFormatException {
        if (notes.text(NOISE).isEmpty()) {
            return one(planSeed);
        }
        List<Double> noise = notes.numbers(NOISE, 0, MOST_NOISE);
        int seeds = Math.max(1, notes.whole(SEEDS, MOST));
        int number = notes.whole(NUMBER, noise.size() * seeds - 1);
        return new Members(noise, seeds, planSeed - number / noise.size(), number);
    }

    Map<String, String> notes() {
        return Map.of(
                NOISE,
                String.join(",", noise.stream().map(String::valueOf).toList()),
                SEEDS,
                Integer.toString(seeds),
                NUMBER,
                Integer.toString(number));
    }

    /** How many trainings there are. */
    public int size() {
        return noise.size() * seeds;
    }

    /** How many trainings follow. */
    int later() {
        return size() - 1 - number;
    }

    /** Whether no training follows. */
    public boolean isLast() {
        return later() == 0;
    }

    Members next() {
        return new Members(noise, seeds, seed, number + 1);
    }

    /** The noise of the training that runs. */
    public double ownNoise() {
        return noise.get(number % noise.size());
    }

    /** The architecture of the training that runs. */
    Spec spec(Spec usual) {
        return usual instanceof RowSpec rows ? rows.withNoise(ownNoise()) : usual;
    }

    /** The seed of the training that runs. */
    long ownSeed() {
        return seed + number / noise.size();
    }

    @Override
    public String toString() {
        return (number + 1) + " of " + size() + (noise.size() == 1 ? "" : ", noise " + ownNoise())
                + (seeds == 1 ? "" : ", seed " + ownSeed());
    }
}
