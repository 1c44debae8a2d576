package io.github.vflow.flow.evaluation;

import io.github.vflow.flow.defaults.GapDefaults;

/**
 * How rows are scored: with these, a score is a function of the model and the row. A model file stores them, so every program that loads it gets the
 * same numbers.
 *
 * @param samples S importance samples of a row; an exact model needs none, and a third of them is enough for a row with one missing cell
 * @param seed the seed of the S noise vectors that all rows share, which are stratified
 */
public record Scoring(int samples, long seed) {
    public Scoring {
        if (samples < 1) {
            throw new IllegalArgumentException("Scoring: samples must be at least 1 but is " + samples);
        }
    }

    /** A hundred samples, seed 1. */
    public static Scoring standard() {
        return new Scoring(GapDefaults.SAMPLES, 1);
    }
}
