package io.github.vflow.benchmarks.paper.images;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The trainings of Table 2: equal filters, and as many blocks as make the parameters most equal.
 *
 * @param side of the images, in pixels
 * @param filters F of all models
 * @param most B of the Flow++, whose parameters are the budget
 * @param augment channels of z of the models
 * @param epochs of each training
 * @param seeds of each model
 */
record BudgetGrid(int side, int filters, int most, List<Integer> augment, int epochs, List<Long> seeds) {
    BudgetGrid {
        augment = List.copyOf(augment);
        seeds = List.copyOf(seeds);
    }

    /** Seed by seed, few channels first. */
    List<ImageRun> runs() {
        List<ImageRun> runs = new ArrayList<>();
        for (long seed : seeds) {
            for (int a : augment) {
                runs.add(new ImageRun(side, a, blocks(a), epochs, seed, filters));
            }
        }
        return runs;
    }

    /** The number of blocks, at least one, whose parameters are nearest to those of the Flow++. */
    int blocks(int augment) {
        int budget = parameters(0, most);
        return IntStream.rangeClosed(1, most)
                .boxed()
                .min(Comparator.comparingInt(b -> Math.abs(parameters(augment, b) - budget)))
                .orElseThrow();
    }

    private int parameters(int augment, int blocks) {
        return new ImageRun(side, augment, blocks, 1, 1, filters).parameters();
    }
}
