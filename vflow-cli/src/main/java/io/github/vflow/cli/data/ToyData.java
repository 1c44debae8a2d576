package io.github.vflow.cli.data;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.ToyDensity;
import io.github.vflow.flow.train.BatchSource;
import java.util.List;
import java.util.Optional;

/**
 * Fresh points for each batch.
 *
 * @param toy the density
 * @param hasValidation whether there are validation rows
 * @param seed of the validation rows
 */
public record ToyData(ToyDensity toy, boolean hasValidation, long seed) implements TrainingData {
    /** Points that no training batch has. */
    private static final long APART = 0x7E57_7E57L;

    private static final int VALIDATION_ROWS = 2_000;

    /** Points for testing. */
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
    public List<String> columns() {
        return List.of();
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
        return hasValidation ? Optional.of(test(toy, VALIDATION_ROWS, seed)) : Optional.empty();
    }

    @Override
    public BatchSource batches(long batchSeed) {
        return BatchSource.of(features(), toy.sampler(batchSeed)::fill);
    }

    @Override
    public String fingerprint() {
        return name();
    }
}
