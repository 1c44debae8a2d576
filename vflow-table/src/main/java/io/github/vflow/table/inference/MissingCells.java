package io.github.vflow.table.inference;

import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.text.Numerals;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides which cells count as missing: null, NaN, an empty text, and the texts of {@link ReadOptions#missing} with their numbers. Immutable. */
public final class MissingCells {
    private final Set<String> texts;
    private final double[] numbers;

    public MissingCells(ReadOptions options) {
        this.texts = options.missing();
        this.numbers = texts.stream()
                .mapToDouble(Numerals::parse)
                .filter(x -> !Double.isNaN(x))
                .toArray();
    }

    public boolean has(@Nullable Object cell) {
        return switch (cell) {
            case null -> true;
            case Number number -> has(number.doubleValue());
            default -> has(cell.toString());
        };
    }

    private boolean has(double number) {
        return Double.isNaN(number)
                || (numbers.length > 0 && Arrays.stream(numbers).anyMatch(x -> x == number));
    }

    private boolean has(String text) {
        String bare = text.strip();
        return bare.isEmpty() || texts.contains(bare);
    }
}
