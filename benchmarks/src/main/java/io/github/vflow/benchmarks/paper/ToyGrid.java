package io.github.vflow.benchmarks.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The trainings of Figure 3: models of several dimensions and numbers of steps, with several seeds.
 *
 * @param dimensions of the flows
 * @param steps L of the models
 * @param seeds of each model
 */
record ToyGrid(List<Integer> dimensions, List<Integer> steps, List<Long> seeds) {
    /** Of Figure 3. */
    static final ToyGrid PUBLISHED = new ToyGrid(List.of(2, 4, 6, 8, 10), List.of(2, 3, 4, 5, 10, 15, 20), seedsTo(5));
    /** Of the large batch: its corners and the sizes that the paper names. */
    static final ToyGrid CORNERS = new ToyGrid(List.of(2, 10), List.of(2, 3, 5, 20), seedsTo(5));
    /** Of learning rates: the models that the paper compares in words. */
    static final ToyGrid OF_RATES = new ToyGrid(List.of(2, 10), List.of(3), seedsTo(3));

    /** Half and double the rate tell whether a rate is far from the best. */
    private static final List<Double> FACTORS = List.of(0.5, 1.0, 2.0);

    ToyGrid {
        dimensions = List.copyOf(dimensions);
        steps = List.copyOf(steps);
        seeds = List.copyOf(seeds);
    }

    private static List<Long> seedsTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    /** The part of this grid that is also in another. */
    ToyGrid within(ToyGrid other) {
        return new ToyGrid(
                dimensions.stream().filter(other.dimensions::contains).toList(),
                steps.stream().filter(other.steps::contains).toList(),
                seeds.stream().filter(other.seeds::contains).toList());
    }

    /** Seed by seed, small models first. */
    List<ToyRun> runs(Setting setting) {
        List<ToyRun> runs = new ArrayList<>();
        for (long seed : seeds) {
            for (int l : steps) {
                for (int d : dimensions) {
                    runs.add(new ToyRun(d, l, setting, seed));
                }
            }
        }
        return runs;
    }

    /** All models at half, once and double the rate of a setting. */
    List<ToyRun> runsOfRates(Setting setting) {
        return FACTORS.stream()
                .flatMap(f -> runs(setting.withRate(f * setting.rate())).stream())
                .toList();
    }
}
