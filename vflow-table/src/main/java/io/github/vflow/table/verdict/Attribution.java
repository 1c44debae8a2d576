package io.github.vflow.table.verdict;

import java.util.List;

/**
 * Which columns make a row odd. The parts and the rest sum to the total, by the chain rule:
 *
 * <pre>  total = ln p(typical row) − ln p(row) = Σ cost(part) + rest</pre>
 *
 * The first part is the column that costs most given all others. The second costs most given the others without the first, and so on, until
 * the row would be no alarm if these columns were as expected.
 *
 * @param total in nats: how much less likely the row is than a calibration row in the middle
 * @param parts the columns to blame, in this order; none if the row is no alarm, or is too likely
 * @param rest in nats, of all other columns together
 * @param standardError of the sum of the parts, and so of the rest
 * @param others all columns that are no parts, the most costly first; each given all other cells, so their costs overlap and sum to nothing
 */
public record Attribution(double total, List<Part> parts, double rest, double standardError, List<Part> others) {
    /** Copies the lists. */
    public Attribution {
        parts = List.copyOf(parts);
        others = List.copyOf(others);
    }

    /** The share of a cost in the total; NaN if the row is not less likely than a typical one. */
    public double share(double cost) {
        return total > 0 ? cost / total : Double.NaN;
    }
}
