package io.github.vflow.table.schema;

import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A modelled column of numbers. */
sealed interface NumericKind extends Column permits Real, Bounded, CircularKind, HeavyTailed, Whole {
    @Override
    default double encode(@Nullable Object value) {
        if (Column.isGap(value)) {
            return Double.NaN;
        }
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException("Column: \"" + name() + "\" has finite numbers but got "
                + (value instanceof Number ? value : "the text \"" + value + "\"")
                + "; repair it, or make it a Column.category");
    }

    @Override
    default ToDoubleFunction<Object> reader(Notation notation) {
        return cell -> cell instanceof Number n ? notation.number(n.doubleValue()) : notation.parse(cell.toString());
    }
}
