package io.github.vflow.table.schema;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.column.ColumnSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** The kinds of columns in a model, and the columns of such kinds. */
final class ModelledKinds {
    private ModelledKinds() {}

    /** The kinds of columns; none if they are real, without atoms. */
    static List<ColumnSpec> of(List<Column> columns, Rows rows) {
        if (columns.stream().allMatch(c -> c instanceof Column.Real && c.atom().isEmpty())) {
            return List.of();
        }
        double[] atoms = new double[rows.features()];
        Arrays.setAll(atoms, j -> j < columns.size() ? columns.get(j).atom().orElse(Double.NaN) : Double.NaN);
        Rows others = rows.without(atoms);
        double[] means = others.columnMeans();
        double[] stds = others.columnStds();
        List<ColumnSpec> specs = new ArrayList<>();
        for (int j = 0; j < columns.size(); j++) {
            specs.add(
                    switch (columns.get(j)) {
                        case Column.Real r -> withAtom(r, new ColumnSpec.Real());
                        case Column.Bounded b -> new ColumnSpec.Bounded(b.low(), b.high());
                        case Column.HeavyTailed _ -> ColumnSpec.HeavyTailed.of(rows, j);
                        case Column.Circular c -> ColumnSpec.Circular.of(rows, j, c.low(), c.high());
                        case Column.Category c -> c.kind();
                        case Column.Whole w -> whole(w, rows.known(j), means[j], stds[j]);
                        case Column.LeftOut _ ->
                            throw new IllegalStateException("Schema: modelled columns must not have " + columns);
                    });
        }
        return specs;
    }

    private static ColumnSpec withAtom(Column column, ColumnSpec others) {
        return column.atom().isPresent() ? new ColumnSpec.Atom(column.atom().getAsDouble(), others) : others;
    }

    private static ColumnSpec whole(Column.Whole column, double[] known, double mean, double std) {
        if (column.atom().isEmpty() && Column.Whole.areFew(known)) {
            double low = Arrays.stream(known).min().orElse(0);
            double high = Arrays.stream(known).max().orElse(0);
            return new ColumnSpec.Few((long) low, (int) (high - low) + 1);
        }
        // the noise has mean ½ and variance 1/12
        return withAtom(column, new ColumnSpec.Whole(mean + 0.5, Math.sqrt(std * std + 1.0 / 12)));
    }

    /** The columns of a model: names, and what the model stores of the first columns. */
    static List<Column> columns(List<String> names, List<ColumnSpec> specs) {
        List<Column> columns = new ArrayList<>();
        for (int j = 0; j < names.size(); j++) {
            columns.add(j >= specs.size() ? new Column.Real(names.get(j)) : column(names.get(j), specs.get(j)));
        }
        return columns;
    }

    private static Column column(String name, ColumnSpec spec) {
        return switch (spec) {
            case ColumnSpec.Real _ -> new Column.Real(name);
            case ColumnSpec.Marginal m -> column(name, m.of());
            case ColumnSpec.Atom a -> column(name, a.of()).withAtom(OptionalDouble.of(a.value()));
            case ColumnSpec.Bounded b -> new Column.Bounded(name, b.low(), b.high());
            case ColumnSpec.HeavyTailed _ -> new Column.HeavyTailed(name);
            case ColumnSpec.Circular c -> new Column.Circular(name, c.low(), c.high());
            case ColumnSpec.Whole _, ColumnSpec.Few _ -> new Column.Whole(name);
            case ColumnSpec.Category c -> new Column.Category(name, c);
        };
    }
}
