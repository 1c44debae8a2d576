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

/** Categories, which rows number from 0 on: {@link Column#category}. */
record Category(String name, ColumnSpec.Category kind, Optional<String> other, Optional<LabelIntervals> intervals)
        implements Column {
    public Category {
        if (other.isPresent() && !kind.labels().contains(other.get())) {
            throw new IllegalArgumentException("Column: the label of all other texts of \"" + name
                    + "\" must be one of " + kind.labels() + " but is " + other.get() + "; add it");
        }
    }

    @Override
    public String kindWord() {
        return "category";
    }

    @Override
    public String use() {
        return "probability of the category, one of " + kind.codes() + checked();
    }

    @Override
    public String words() {
        return Schema.Summary.labels(labels(), Schema.Summary.MANY) + checked();
    }

    private String checked() {
        return intervals.map(s -> ", checked by " + s.source()).orElse("");
    }

    @Override
    public String expected() {
        return "one of " + labels();
    }

    @Override
    public List<String> labels() {
        return kind.labels();
    }

    @Override
    public String rule() {
        return intervals.map(LabelIntervals::words).orElse("");
    }

    @Override
    public Column withIntervals(String number, List<double[]> ranges) {
        return withIntervals(Optional.of(LabelIntervals.of(number, labels(), ranges)));
    }

    Category withIntervals(Optional<LabelIntervals> others) {
        return new Category(name, kind, other, others);
    }

    @Override
    public boolean accepts(Column column) {
        return column instanceof Category c
                && withIntervals(Optional.empty()).equals(c.withIntervals(Optional.empty()));
    }

    /** Without the label of other texts and the intervals, which its architecture does not know. */
    @Override
    public Column stored() {
        return new Category(name, kind, Optional.empty(), Optional.empty());
    }

    @Override
    public double encode(@Nullable Object value) {
        if (value == null || Column.isGap(value)) {
            return Double.NaN;
        }
        int exact = exact(value);
        double number = exact >= 0 ? exact : reader(Notation.PLAIN).applyAsDouble(value);
        if (Double.isNaN(number)) {
            throw new IllegalArgumentException("Column: \"" + name + "\" has no category " + value + "; it has "
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
    public ToDoubleFunction<Object> reader(Notation notation) {
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
        int rest = other.map(texts::get).orElse(ambiguous);
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
    public Optional<Verdict.Reason.Breach> breach(Object cell, Notation notation) {
        boolean isKnown = exact(cell) >= 0
                || other.isPresent()
                || !Double.isNaN(reader(notation).applyAsDouble(cell));
        return isKnown ? Optional.empty() : Optional.of(Verdict.Reason.Breach.unseen(name, cell.toString()));
    }

    @Override
    public void require(double number) {
        if (!Double.isNaN(number) && !canBe(number)) {
            throw new IllegalArgumentException("Column: \"" + name + "\" has no category of number " + number
                    + "; it has " + kind.codes() + ", counted from 0; give NaN for a missing cell");
        }
    }

    @Override
    public boolean canBe(double number) {
        return number == Math.rint(number) && number >= 0 && number < kind.codes();
    }

    @Override
    public @Nullable Object decode(double number) {
        return Double.isNaN(number) ? null : labels().get((int) number);
    }

    /** The most probable label. */
    @Override
    public double best(Imputation cell) {
        return cell.mode(0);
    }

    @Override
    public ColumnSpec spec(Rows rows, int j, double mean, double std) {
        return kind;
    }
}
