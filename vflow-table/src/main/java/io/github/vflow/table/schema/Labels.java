package io.github.vflow.table.schema;

import io.github.vflow.table.source.text.LabelKey;
import io.github.vflow.table.source.text.Numerals;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the label of a category that a value of a source is. Immutable. */
public final class Labels {
    private static final int AMBIGUOUS = -1;

    private final Map<String, Integer> texts = new HashMap<>();
    private final Map<Double, Integer> numbers = new HashMap<>();
    /** The labels by what tells them apart. */
    private final Map<String, Integer> keys = new HashMap<>();

    private final int other;

    /** The labels of a category. */
    public Labels(Column.Category category) {
        List<String> labels = category.kind().labels();
        for (int k = 0; k < labels.size(); k++) {
            texts.put(labels.get(k), k);
            numbers.merge(Numerals.parse(labels.get(k)), k, (_, _) -> AMBIGUOUS);
            keys.merge(LabelKey.of(labels.get(k)), k, (_, _) -> AMBIGUOUS);
        }
        numbers.remove(Double.NaN);
        other = category.other().map(texts::get).orElse(AMBIGUOUS);
    }

    /**
     * The place of the label with the text of a value, else of the only one that is the same number, else of the only one that differs in case or
     * blanks alone, else of the label of all other texts; below zero if there is none.
     */
    public int find(Object value) {
        Integer same = texts.get(value.toString());
        int index = same != null ? same : AMBIGUOUS;
        if (index < 0 && value instanceof Number n) {
            index = numbers.getOrDefault(n.doubleValue(), AMBIGUOUS);
        }
        if (index < 0) {
            index = keys.getOrDefault(LabelKey.of(value.toString()), AMBIGUOUS);
        }
        return index >= 0 ? index : other;
    }
}
