package io.github.vflow.table.drift;

import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.table.gap.GapTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/**
 * The distribution of training rows, column by column, and of ln p of rows that did not train the model. Immutable.
 *
 * <p>Made by {@code TableModel.fit} or {@code TableModel.withBaseline}, or from arrays:
 *
 * <pre>  Baseline.builder().numbers("size", sizes).category("kind", labels, codes).scores(scores).build()</pre>
 */
public final class Baseline {
    /** The name of the score among the columns of a report. */
    public static final String SCORE = "ln p(row)";

    private final List<Reference> columns;
    private final Optional<Reference> score;
    private final GapTree gaps;

    Baseline(List<Reference> columns, Optional<Reference> score, GapTree gaps) {
        this.columns = List.copyOf(columns);
        this.score = score;
        this.gaps = gaps;
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("Baseline: there must be a column but there is none; give the columns");
        }
        if (columns().size() < columns.size()) {
            throw new IllegalArgumentException("Baseline: the columns must have different names but are "
                    + columns.stream().map(Reference::name).toList() + "; rename one");
        }
    }

    /** The least value of a column of numbers; empty if the column is none, or has 1,500 values or more. */
    public OptionalDouble least(String column) {
        return columns.stream()
                .filter(c -> c.name().equals(column))
                .map(Reference::least)
                .findFirst()
                .orElse(OptionalDouble.empty());
    }

    /**
     * A row with gaps like those of the training rows: a cell is empty as often as there beside the same cell of the column that tells most of its
     * gaps.
     *
     * @param row a number for each column; not modified
     * @param given the columns whose cells stay as they are
     * @return the row, NaN where a cell is empty
     * @throws IllegalArgumentException if the row has another length
     */
    public double[] withGaps(double[] row, Set<String> given, RandomGenerator random) {
        requireWidth(row);
        return gaps.emptied(row, given, random);
    }

    /** Begins a baseline without columns. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects columns in the order of a row. Mutable and not thread-safe. */
    public static final class Builder {
        private final List<Reference> columns = new ArrayList<>();
        private final List<int[]> cells = new ArrayList<>();
        private Optional<Reference> score = Optional.empty();

        private Builder() {}

        /**
         * Adds a column of numbers.
         *
         * @param values in any order; NaN is a missing value. Not modified
         * @throws IllegalArgumentException if there are none
         */
        public Builder numbers(String name, double... values) {
            return add(Reference.ofNumbers(name, values), values);
        }

        /**
         * Adds a category.
         *
         * @param codes of the values, as indices into the labels; NaN is a missing value. Not modified
         * @throws IllegalArgumentException if there are no codes or labels, or a code is no index
         */
        public Builder category(String name, List<String> labels, double... codes) {
            return add(Reference.ofCategories(name, labels, codes), codes);
        }

        private Builder add(Reference column, double[] values) {
            columns.add(column);
            cells.add(Arrays.stream(values).mapToInt(column::cell).toArray());
            return this;
        }

        /**
         * Sets the scores.
         *
         * @param scores ln p in nats of rows that did not train the model; rows that did score better than future rows
         * @throws IllegalArgumentException if there are none
         */
        public Builder scores(double... scores) {
            score = Optional.of(Reference.ofNumbers(SCORE, scores));
            return this;
        }

        /**
         * Makes the baseline.
         *
         * @throws IllegalArgumentException if there is no column
         */
        public Baseline build() {
            return new Baseline(columns, score, GapTree.counted(columns, cells));
        }
    }

    /** The labels of each column by name, in the order of a row; empty for a column of numbers. */
    public SequencedMap<String, List<String>> columns() {
        SequencedMap<String, List<String>> labels = new LinkedHashMap<>();
        columns.forEach(r -> labels.put(r.name(), r.labels()));
        return labels;
    }

    /** The number of rows. */
    public long rows() {
        return columns.getFirst().size();
    }

    /** The number of scores; zero if scores are not watched. */
    public long scores() {
        return score.map(Reference::size).orElse(0L);
    }

    /** Which cells of the rows are empty. */
    @SuppressWarnings("exports") // for our own modules
    public GapTree gaps() {
        return gaps;
    }

    List<Reference> references() {
        return columns;
    }

    Optional<Reference> score() {
        return score;
    }

    /** The columns, then the score. */
    List<Reference> all() {
        List<Reference> all = new ArrayList<>(columns);
        score.ifPresent(all::add);
        return all;
    }

    /** The cell of each number of a row, then of the score if scores are watched. */
    int[] cells(double[] row, double logProb) {
        requireWidth(row);
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

    private void requireWidth(double[] row) {
        if (row.length != columns.size()) {
            throw new IllegalArgumentException("Baseline: expected a row of " + columns.size() + " numbers, "
                    + columns.stream().map(Reference::name).toList() + ", but got " + row.length
                    + "; give the columns of the model in its order");
        }
    }

    /** The baseline as JSON text on one line. */
    public String toJson() {
        return BaselineJson.write(this).toString();
    }

    /**
     * Reads the text of {@link #toJson}.
     *
     * @throws IllegalArgumentException if it is another text; the message names the place
     */
    public static Baseline ofJson(String json) {
        return BaselineJson.read(JsonValue.parse(json));
    }

    /** A checksum that tells baselines apart. */
    long fingerprint() {
        CRC32C sum = new CRC32C();
        sum.update(toJson().getBytes(StandardCharsets.UTF_8));
        return sum.getValue();
    }
}
