package io.github.vflow.table.inference;

import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.text.Numerals;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The cells that count as missing: null, NaN, an empty text, and the texts of {@link ReadOptions#missing}.
 *
 * @param numbers that the texts stand for
 * @param isUsual whether the user names no text, so that a column may have one of the texts as a label
 */
public record MissingCells(Set<String> texts, Set<Double> numbers, boolean isUsual) {
    /** The usual texts that are answers, too: no exercise, no damage. */
    private static final Set<String> ANSWERS = Set.of("None", "-");

    /** The usual texts that may be answers where other cells are empty: North America, not applicable. */
    private static final Set<String> ANSWERS_BESIDE_GAPS = Set.of("NA", "N/A", "?");

    /** The missing cells of some options. */
    public static MissingCells of(ReadOptions options) {
        return new MissingCells(
                options.missing(),
                options.missing().stream()
                        .map(Numerals::parse)
                        .filter(x -> !Double.isNaN(x))
                        .collect(Collectors.toSet()),
                !options.namesMissing());
    }

    /** Whether a missing text may be a label, by the cells of its column. */
    boolean mayBeLabel(String text, boolean besideGaps) {
        return isUsual && (ANSWERS.contains(text) || (besideGaps && ANSWERS_BESIDE_GAPS.contains(text)));
    }

    /** These missing cells in a column with some labels, which are no missing cells unless the user names them. */
    public MissingCells beside(Collection<String> labels) {
        return !isUsual || labels.stream().noneMatch(texts::contains)
                ? this
                : new MissingCells(
                        texts.stream().filter(t -> !labels.contains(t)).collect(Collectors.toSet()), numbers, true);
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
