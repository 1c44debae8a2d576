package io.github.vflow.flow.spec;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.Standardization;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.spec.column.Moments;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How the rows of a {@link RowSpec} are standardised: real columns by moments, others by what their {@link ColumnSpec} says. */
final class RowStandardization {
    private RowStandardization() {}

    static RowSpec fitted(RowSpec spec, Rows rows) {
        List<ColumnSpec> columns = spec.columns();
        Moments moments = Moments.of(rows, j -> j >= columns.size() || columns.get(j) instanceof ColumnSpec.Real);
        Standardization own = of(spec.withMoments(moments));
        for (int j = 0; j < columns.size(); j++) {
            switch (columns.get(j)) {
                case ColumnSpec.Bounded b -> {
                    rows.requireBetween(j, b.low(), b.high());
                    own.requireResolved(rows, j);
                }
                case ColumnSpec.HeavyTailed _ -> own.requireResolved(rows, j);
                case ColumnSpec.Real _, ColumnSpec.Whole _, ColumnSpec.Category _ -> {}
            }
        }
        return spec.withMoments(new Moments(own.mean(), own.std()));
    }

    static Standardization of(RowSpec spec) {
        List<ColumnSpec> columns = spec.columns();
        Moments moments = spec.moments();
        if (columns.stream().noneMatch(c -> c instanceof ColumnSpec.Bounded || c instanceof ColumnSpec.HeavyTailed)) {
            return moments.standardization();
        }
        int width = spec.features() + spec.given();
        List<Double> mean = new ArrayList<>(moments.areNone() ? Collections.nCopies(width, 0.0) : moments.mean());
        List<Double> std = new ArrayList<>(moments.areNone() ? Collections.nCopies(width, 1.0) : moments.std());
        for (int j = 0; j < spec.features(); j++) {
            switch (columns.get(j)) {
                case ColumnSpec.Bounded b -> {
                    mean.set(j, b.low());
                    std.set(j, b.high() - b.low());
                }
                case ColumnSpec.HeavyTailed h -> {
                    mean.set(j, h.centre());
                    std.set(j, h.scale());
                }
                case ColumnSpec.Real _, ColumnSpec.Whole _, ColumnSpec.Category _ -> {}
            }
        }
        return Standardization.of(mean, std);
    }
}
