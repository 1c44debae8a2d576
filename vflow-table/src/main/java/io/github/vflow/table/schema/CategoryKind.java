package io.github.vflow.table.schema;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.table.source.text.LabelKey;
import io.github.vflow.table.source.text.Numerals;
import io.github.vflow.table.verdict.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Categories, which rows number from 0 on. */
sealed interface CategoryKind extends Column permits Column.Category {
    /** The labels of the categories. */
    ColumnSpec.Category kind();

    /** The label that stands for every text that is no label; empty if such a text has no category. */
    Optional<String> other();

    @Override
    default String kindWord() {
        return "category";
    }

    @Override
    default String use() {
        return "probability of the category, one of " + kind().count();
    }

    @Override
    default String words() {
        return Schema.Summary.labels(labels(), Schema.Summary.MANY);
    }

    @Override
    default String expected() {
        return "one of " + labels();
    }

    @Override
    default List<String> labels() {
        return kind().labels();
    }

    /** Without the label of other texts, which its architecture does not know. */
    @Override
    default Column stored() {
        return new Column.Category(name(), kind());
    }

    @Override
    default double encode(@Nullable Object value) {
        if (value == null || Column.isGap(value)) {
            return Double.NaN;
        }
        int exact = exact(value);
        double number = exact >= 0 ? exact : reader(Notation.PLAIN).applyAsDouble(value);
        if (Double.isNaN(number)) {
            throw new IllegalArgumentException("Column: \"" + name() + "\" has no category " + value + "; it has "
                    + labels() + "; give null for a missing cell");
        }
        return number;
    }

    /** The label with the text of a value, or with the shortest text of a number, without a map of all labels; below zero if there is none. */
    private int exact(Object value) {
        int index = labels().indexOf(value.toString());
        return index < 0 && value instanceof Number n ? labels().indexOf(Numerals.shortest(n.doubleValue())) : index;
    }

    @Override
    default ToDoubleFunction<Object> reader(Notation notation) {
        Map<String, Integer> texts = new HashMap<>();
        Map<Double, Integer> numbers = new HashMap<>();
        Map<String, Integer> keys = new HashMap<>();
        int ambiguous = -1;
        for (int k = 0; k < labels().size(); k++) {
            String label = labels().get(k);
            texts.put(label, k);
            numbers.merge(Numerals.parse(label), k, (_, _) -> ambiguous);
            keys.merge(LabelKey.of(label), k, (_, _) -> ambiguous);
        }
        numbers.remove(Double.NaN);
        int rest = other().map(texts::get).orElse(ambiguous);
        return cell -> {
            String text = cell.toString();
            int found = texts.getOrDefault(text, ambiguous);
            if (found == ambiguous && cell instanceof Number n) {
                int same = numbers.getOrDefault(n.doubleValue(), ambiguous);
                found = texts.getOrDefault(Numerals.shortest(n.doubleValue()), same);
            }
            if (found == ambiguous) {
                found = keys.getOrDefault(LabelKey.of(text), ambiguous);
            }
            int label = found == ambiguous ? rest : found;
            return label == ambiguous ? Double.NaN : label;
        };
    }

    @Override
    default Optional<Verdict.Reason.Breach> breach(Object cell, Notation notation) {
        boolean isKnown = exact(cell) >= 0
                || other().isPresent()
                || !Double.isNaN(reader(notation).applyAsDouble(cell));
        return isKnown ? Optional.empty() : Optional.of(Verdict.Reason.Breach.unseen(name(), cell.toString()));
    }

    @Override
    default void require(double number) {
        if (!Double.isNaN(number) && !canBe(number)) {
            throw new IllegalArgumentException("Column: \"" + name() + "\" has no category of number " + number
                    + "; it has " + kind().count() + ", counted from 0; give NaN for a missing cell");
        }
    }

    @Override
    default boolean canBe(double number) {
        return number == Math.rint(number) && number >= 0 && number < kind().count();
    }

    @Override
    default @Nullable Object decode(double number) {
        return Double.isNaN(number) ? null : labels().get((int) number);
    }

    /** The most probable label. */
    @Override
    default double best(Imputation cell) {
        return cell.mode(0);
    }

    @Override
    default ColumnSpec spec(Rows rows, int j, double mean, double std) {
        return kind();
    }
}
