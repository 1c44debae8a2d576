package io.github.vflow.table.fit;

/**
 * One training of the ensemble.
 *
 * @param number from 0 on
 * @param size of the ensemble
 * @param noise on the numbers of training rows, in standard deviations of the columns
 * @param isWhitened whether its flow starts with a whitening map
 * @param seed of parameters, batches and noise
 */
public record Member(int number, int size, double noise, boolean isWhitened, long seed) {
    @Override
    public String toString() {
        return (number + 1) + " of " + size + ", noise " + noise + (isWhitened ? ", whitened" : "") + ", seed " + seed;
    }
}
