package io.github.vflow.flow.surjection.column;

import io.github.vflow.flow.defaults.ColumnDefaults;
import io.github.vflow.flow.distribution.mixing.Choice;
import io.github.vflow.flow.distribution.mixing.LogSum;
import io.github.vflow.flow.surjection.Cells;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The circular columns of rows. A flow has a density p on the line, and the density on the circle is the sum over the turns of a number:
 *
 * <pre>  p°(x) = p(x) + p(x ± P)</pre>
 *
 * with the sign that leads to the nearer turn: x lies within half a period P of the place that is opposite to the cut. At the cut the two terms
 * change places, so p° is equal at both ends. Its mass over a period is the mass of p within a period of that place: one but for the tails beyond.
 * Several circles have the product of their turns, up to {@value ColumnDefaults#MOST_CIRCLES} circles; with more, one column turns at a time. A
 * missing cell does not turn.
 *
 * <p>Training lifts each number to one turn at random, r(x) = ½ at the cut and zero an eighth of a period away from it, so that the flow has no jump
 * to learn. E ln p of it is a bound of ln p° up to a constant, as for dequantized numbers.
 *
 * @param all the columns
 */
public record Circles(List<Circle> all) {
    /** The logarithm of the density of a turn that does not count. */
    private static final double NONE = -1e30;

    /**
     * A circular column of standardised rows.
     *
     * @param column its place in a row
     * @param period P, in standardised units; standardised numbers lie between −P/2 and P/2
     */
    public record Circle(int column, double period) {
        /** The probability r of the other turn of a standardised number. */
        private double other(double x) {
            return Math.max(0, 0.5 - (period / 2 - Math.abs(x)) / (2 * ColumnDefaults.RAMP * period));
        }

        private Tensor cell(Tensor row) {
            return row.slice(1, column, column + 1);
        }

        /** Rows with the other turn where a uniform number [b] is below its probability. */
        private Tensor drawn(Tensor row, Tensor uniform) {
            Tensor other = cell(row)
                    .abs()
                    .minus(period / 2)
                    .dividedBy(2 * ColumnDefaults.RAMP * period)
                    .plus(0.5);
            Tensor turns = other.greater(uniform.reshape(other.shape())).broadcast(row.shape());
            return turns.select(turned(row), row);
        }

        private Tensor turned(Tensor row) {
            Tensor x = cell(row);
            Shape shape = x.shape();
            Tensor by = x.greater(0)
                    .select(
                            row.trace().constant(-period).broadcast(shape),
                            row.trace().constant(period).broadcast(shape));
            List<Tensor> cells = new ArrayList<>();
            if (column > 0) {
                cells.add(row.slice(1, 0, column));
            }
            cells.add(x.plus(by));
            int width = row.shape().dim(1);
            if (column + 1 < width) {
                cells.add(row.slice(1, column + 1, width));
            }
            return Tensor.concat(1, cells);
        }
    }

    public Circles {
        all = List.copyOf(all);
    }

    /** The number of terms of a row, the row as it is first. */
    public int turns() {
        return all.size() <= ColumnDefaults.MOST_CIRCLES ? 1 << all.size() : all.size() + 1;
    }

    /** The circles with another turn in a term. */
    private List<Circle> turned(int turn) {
        return IntStream.range(0, all.size())
                .filter(i -> all.size() <= ColumnDefaults.MOST_CIRCLES ? (turn >> i & 1) > 0 : turn == i + 1)
                .mapToObj(all::get)
                .toList();
    }

    /**
     * ln p° of rows [b], in nats.
     *
     * @param row the columns of standardised rows
     * @param onLine ln p of such rows
     */
    public Tensor bound(Cells row, Function<Cells, Tensor> onLine) {
        return all.isEmpty() ? onLine.apply(row) : LogSum.of(turns(), turn -> term(row, turned(turn), onLine));
    }

    private static Tensor term(Cells row, List<Circle> turned, Function<Cells, Tensor> onLine) {
        Tensor x = row.numbers();
        for (Circle c : turned) {
            x = c.turned(x);
        }
        Tensor log = onLine.apply(row.with(x));
        Tensor none = x.trace().constant(NONE).broadcast(log.shape());
        for (Circle c : turned) {
            Tensor known = row.columns(c.column, c.column + 1).known();
            log = known.reshape(log.shape()).select(log, none);
        }
        return log;
    }

    /** The number of normals that {@link #drawn} takes. */
    public int noise() {
        return Choice.NORMALS * all.size();
    }

    /**
     * Rows with a random turn of each cell.
     *
     * @param row the columns of standardised rows
     * @param normals [b, {@link #noise}]
     */
    public Cells drawn(Cells row, Tensor normals) {
        Tensor x = row.numbers();
        for (int i = 0; i < all.size(); i++) {
            Tensor own = normals.slice(1, i * Choice.NORMALS, (i + 1) * Choice.NORMALS);
            x = all.get(i).drawn(x, Choice.uniform(own));
        }
        return row.with(x);
    }

    /**
     * The share of the draws of missing cells that should be made for a turn of the known cells: the probability r, but not much less.
     *
     * @param row standardised, NaN for a missing cell
     */
    public double share(int turn, float[] row) {
        List<Circle> others = turned(turn);
        if (others.stream().anyMatch(c -> Float.isNaN(row[c.column]))) {
            return 0;
        }
        double share = 1;
        for (Circle c : all) {
            float x = row[c.column];
            double other = Float.isNaN(x) ? 0 : Math.max(ColumnDefaults.LEAST_SHARE_OF_TURNS, c.other(x));
            share *= others.contains(c) ? other : 1 - other;
        }
        return share;
    }

    /** Turns a standardised row from {@code at} on, in place. */
    public void turn(int turn, float[] row, int at) {
        for (Circle c : turned(turn)) {
            int cell = at + c.column;
            row[cell] += (float) (row[cell] > 0 ? -c.period : c.period);
        }
    }
}
