package io.github.vflow.table.inference.relation;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.defaults.KindDefaults;
import io.github.vflow.table.inference.Evidence;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.NumberGrid;
import io.github.vflow.table.schema.Schema;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Finds real columns whose cells are whole, halves or quarters but for a few. */
public final class GridSearch {
    private static final List<Double> STEPS = List.of(1.0, 0.5, 0.25);

    private GridSearch() {}

    /**
     * The grids of a table, in the order of its columns.
     *
     * @param kept the names of columns that stay as they are
     */
    public static List<NumberGrid> of(Schema schema, Rows rows, Set<String> kept) {
        List<Column> columns = schema.modelled().columns();
        Set<String> made = schema.made();
        return IntStream.range(0, columns.size())
                .filter(j -> columns.get(j).isContinuous()
                        && schema.hasBoundsOfRows(columns.get(j))
                        && !kept.contains(columns.get(j).name())
                        && !made.contains(columns.get(j).name()))
                .mapToObj(j -> ColumnNumbers.of(columns.get(j), rows, j))
                .filter(c -> c.digits().decimals() > 0 && !c.isList())
                .flatMap(c -> grid(c).stream())
                .toList();
    }

    /**
     * A grid and the bits that it saves.
     *
     * @param bits by {@link Evidence#saved}: a number on the grid has fewer places than one with all decimals
     */
    private record Weighed(NumberGrid grid, double bits) {}

    private static Optional<NumberGrid> grid(ColumnNumbers column) {
        return STEPS.stream()
                .flatMap(step -> weighed(column, step).stream())
                .max(Comparator.comparingDouble(Weighed::bits))
                .map(Weighed::grid);
    }

    /** The most frequent number tells nothing: a column of amounts that is mostly 0 is on no grid. */
    private static Optional<Weighed> weighed(ColumnNumbers column, double step) {
        double[] known = column.known();
        int telling = 0;
        int others = 0;
        int allowed = (int) (KindDefaults.OFF_GRID * column.varied());
        for (int i = 0; i < known.length && others <= allowed; i++) {
            boolean isUsual = known[i] == column.usual();
            telling += isUsual ? 0 : 1;
            others += isUsual || NumberGrid.isMultiple(known[i], step) ? 0 : 1;
        }
        double places = step * Math.pow(10, column.digits().decimals());
        double saved = new Evidence(telling, others).saved(Math.log(places) / Math.log(2), 0);
        if (others > allowed || telling < KindDefaults.FEW_ROWS || !(saved > 0)) {
            return Optional.empty();
        }
        int off = others + (NumberGrid.isMultiple(column.usual(), step) ? 0 : known.length - column.varied());
        double range = column.cells()[column.highest()] - column.cells()[column.lowest()];
        return Optional.of(new Weighed(
                new NumberGrid(
                        column.name(),
                        step,
                        range > KindDefaults.MOST_APART * step,
                        (known.length - off) / (double) known.length),
                saved));
    }
}
