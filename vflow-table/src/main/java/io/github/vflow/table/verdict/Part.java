package io.github.vflow.table.verdict;

/**
 * What a column costs a row: E[ln p(X | others)] − ln p(x | others) in nats, with X drawn from the model's conditional distribution given the
 * other cells. It does not depend on units. Values that are as usual cost about zero on average; one that is z standard deviations off costs
 * (z² − 1)/2 if the conditional distribution is normal.
 *
 * @param column its name
 * @param value of the cell: a label, a Long or a Double
 * @param expected given the other cells
 * @param cost in nats
 * @param standardError of the cost, of the draws that estimate it
 */
public record Part(String column, Object value, Expected expected, double cost, double standardError) {
    /** The value as text, with the decimals of what was expected. */
    public String text() {
        return value instanceof Double number
                        && expected instanceof Expected.Quantity interval
                        && interval.high() > interval.low()
                ? Decimals.text(number, interval.high() - interval.low())
                : value.toString();
    }
}
