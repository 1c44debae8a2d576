package io.github.vflow.table.inference;

import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.text.Numerals;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The cells that count as missing: null, NaN, an empty text, and the texts of {@link ReadOptions#missing}.
 *
 * @param numbers that the texts stand for
 */
public record MissingCells(Set<String> texts, Set<Double> numbers) {
    /** The missing cells of some options. */
    public static MissingCells of(ReadOptions options) {
        return new MissingCells(
                options.missing(),
                options.missing().stream()
                        .map(Numerals::parse)
                        .filter(x -> !Double.isNaN(x))
                        .collect(Collectors.toSet()));
    }

    /** Whether a cell is missing. */
    public boolean has(@Nullable Object cell) {
        return switch (cell) {
            case null -> true;
            case Number n -> Double.isNaN(n.doubleValue()) || (!numbers.isEmpty() && numbers.contains(n.doubleValue()));
            default -> {
                String bare = cell.toString().strip();
                yield bare.isEmpty() || texts.contains(bare);
            }
        };
    }
}
