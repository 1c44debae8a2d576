package io.github.vflow.flow.surjection.column;

import io.github.vflow.flow.part.Surjection;
import io.github.vflow.flow.part.Surjection.Lifted;
import io.github.vflow.flow.surjection.Cells;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Surjections side by side, each on separate columns: v = [s₁(x₁), s₂(x₂), …]; the bound gets the sum of their terms.
 *
 * @param parts from the first column on
 */
public record Parallel(List<Part> parts) implements Cells.Lifter {
    /**
     * A surjection and the number of columns that it lifts.
     *
     * @param columns of rows [b, columns]
     * @param surjection of these columns; its result is [b, columns + augment]
     */
    public record Part(int columns, Surjection surjection) {
        public Part {
            if (columns < 1) {
                throw new IllegalArgumentException("Parallel: columns must be at least 1 but are " + columns);
            }
        }

        int lifted() {
            return columns + surjection.augment();
        }
    }

    public Parallel {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("Parallel: there must be at least one part");
        }
    }

    @Override
    public int noise() {
        return parts.stream().mapToInt(p -> p.surjection.noise()).sum();
    }

    @Override
    public int augment() {
        return parts.stream().mapToInt(p -> p.surjection.augment()).sum();
    }

    @Override
    public Lifted lift(Cells x, Tensor noise, Condition condition) {
        List<Lifted> each = liftEach(x, noise, condition);
        Tensor added = Tensor.sumOf(each.stream().map(Lifted::added));
        return new Lifted(Tensor.concat(1, each.stream().map(Lifted::value).toList()), added);
    }

    /** The columns of each part, lifted, in their order. */
    List<Lifted> liftEach(Cells x, Tensor noise, Condition condition) {
        List<Lifted> each = new ArrayList<>();
        int column = 0;
        int from = 0;
        for (Part p : parts) {
            int n = p.surjection.noise();
            Tensor own = n == 0 ? noise : noise.slice(1, from, from + n);
            each.add(x.columns(column, column + p.columns).lift(p.surjection, own, condition));
            column += p.columns;
            from += n;
        }
        return each;
    }

    /** The number of columns of a row. */
    int columns() {
        return parts.stream().mapToInt(Part::columns).sum();
    }

    @Override
    public Tensor back(Tensor v) {
        List<Tensor> columns = new ArrayList<>();
        int from = 0;
        for (Part p : parts) {
            columns.add(p.surjection.back(v.slice(1, from, from + p.lifted())));
            from += p.lifted();
        }
        return Tensor.concat(1, columns);
    }
}
