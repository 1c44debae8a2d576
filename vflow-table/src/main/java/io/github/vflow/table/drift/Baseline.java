package io.github.vflow.table.drift;

import io.github.vflow.nn.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What training rows looked like: a reference for each column, and one for ln p of rows that the model was not trained on. Immutable.
 *
 * @param columns in the order of a row
 * @param score of ln p(row); empty if scores are not watched
 */
public record Baseline(List<Reference> columns, Optional<Reference> score) {
    /** The name of the score among the columns of a report. */
    public static final String SCORE = "ln p(row)";

    /**
     * With a copy of the list.
     *
     * @throws IllegalArgumentException if there is no column
     */
    public Baseline {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("Baseline: there must be a column but there is none; give the columns");
        }
    }

    /**
     * A baseline with scores.
     *
     * @param scores ln p of rows that the model was not trained on, in nats: those that it was trained on score better than rows to come
     * @throws IllegalArgumentException if there is no column or score
     */
    public static Baseline of(List<Reference> columns, double... scores) {
        return new Baseline(columns, Optional.of(Reference.ofNumbers(SCORE, scores)));
    }

    /** The columns, then the score. */
    List<Reference> all() {
        List<Reference> all = new ArrayList<>(columns);
        score.ifPresent(all::add);
        return all;
    }

    /** The cell of each number of a row, and of the score if there is a reference of it. */
    int[] cells(double[] row, double logProb) {
        if (row.length != columns.size()) {
            throw new IllegalArgumentException("Baseline: expected a row of " + columns.size() + " numbers, "
                    + columns.stream().map(Reference::name).toList() + ", but got " + row.length
                    + "; give the columns of the model in its order");
        }
        int[] cells = new int[columns.size() + (score.isPresent() ? 1 : 0)];
        for (int j = 0; j < row.length; j++) {
            cells[j] = columns.get(j).cell(row[j]);
        }
        if (score.isPresent()) {
            if (Double.isNaN(logProb)) {
                throw new IllegalArgumentException(
                        "Baseline: a score must be a number or an infinity but is NaN; give ln p of the row");
            }
            cells[row.length] = score.orElseThrow().cell(logProb);
        }
        return cells;
    }

    /** The baseline as JSON text on one line. */
    public String toJson() {
        return BaselineJson.write(this).toString();
    }

    /**
     * Reads what {@link #toJson} writes.
     *
     * @throws IllegalArgumentException if it is not such a text; the message names the place
     */
    public static Baseline ofJson(String json) {
        return BaselineJson.read(JsonValue.parse(json));
    }

    /** Tells baselines apart. */
    long fingerprint() {
        CRC32C sum = new CRC32C();
        sum.update(toJson().getBytes(StandardCharsets.UTF_8));
        return sum.getValue();
    }
}
