package io.github.vflow.cli.data;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.train.BatchSource;
import java.util.Optional;

/**
 * A toy density, which draws fresh points for each batch.
 *
 * @param toy the density
 * @param hasValidation whether there are validation rows
 * @param seed the seed of the validation rows
 */
public record ToyData(ToyDensity toy, boolean hasValidation, long seed) implements TrainingData {
    /** Separates the seed of test points from the seeds of training batches. */
    private static final long APART = 0x7E57_7E57L;

    /** Separates the seed of validation points from both: the points that choose the parameters do not judge them. */
    private static final long VALIDATION_APART = 0x5A11_DA7EL;

    private static final int VALIDATION_ROWS = 2_000;

    /** Draws points for testing, which neither a training batch nor the validation has. */
    public static Rows test(ToyDensity toy, int n, long seed) {
        return toy.sample(n, seed ^ APART);
    }

    @Override
    public String name() {
        return toy.label();
    }

    @Override
    public int features() {
        return 2;
    }

    @Override
    public int size() {
        return 0;
    }

    @Override
    public String description() {
        return "fresh points for each batch";
    }

    @Override
    public Optional<Rows> validation() {
        return hasValidation ? Optional.of(toy.sample(VALIDATION_ROWS, seed ^ VALIDATION_APART)) : Optional.empty();
    }

    @Override
    public BatchSource batches(long batchSeed) {
        return BatchSource.of(features(), toy.sampler(batchSeed));
    }
}
