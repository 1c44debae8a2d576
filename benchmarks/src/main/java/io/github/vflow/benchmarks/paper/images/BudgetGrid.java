package io.github.vflow.benchmarks.paper.images;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The trainings of Table 2: equal filters, and as many blocks as make the parameters most equal.
 *
 * @param side of the images, in pixels
 * @param augment channels of z of the models
 * @param epochs of each training
 * @param seeds of each model
 */
record BudgetGrid(int side, List<Integer> augment, int epochs, List<Long> seeds) {
    /** B of the Flow++, whose parameters are the budget. */
    static final int MOST_BLOCKS = 6;

    BudgetGrid {
        augment = List.copyOf(augment);
        seeds = List.copyOf(seeds);
    }

    /** Seed by seed, few channels first. */
    List<ImageRun> runs() {
        List<ImageRun> runs = new ArrayList<>();
        for (long seed : seeds) {
            for (int a : augment) {
                runs.add(new ImageRun(side, a, blocks(side, a), epochs, seed));
            }
        }
        return runs;
    }

    /** The number of blocks, at least one, whose parameters are nearest to those of the Flow++. */
    static int blocks(int side, int augment) {
        int budget = parameters(side, 0, MOST_BLOCKS);
        return IntStream.rangeClosed(1, MOST_BLOCKS)
                .boxed()
                .min(Comparator.comparingInt(b -> Math.abs(parameters(side, augment, b) - budget)))
                .orElseThrow();
    }

    private static int parameters(int side, int augment, int blocks) {
        return new ImageRun(side, augment, blocks, 1, 1).parameters();
    }
}
