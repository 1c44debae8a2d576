package io.github.vflow.table.fit;

/**
 * One training of the ensemble.
 *
 * @param number from 0 on
 * @param size of the ensemble
 * @param noise on the numbers of training rows, in standard deviations of the columns
 * @param seed of parameters, batches and noise
 */
public record Member(int number, int size, double noise, long seed) {
    @Override
    public String toString() {
        return (number + 1) + " of " + size + ", noise " + noise + ", seed " + seed;
    }
}
